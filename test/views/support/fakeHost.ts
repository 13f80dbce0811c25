/**
 * A host inside the page, for tests of built views: the real protocol and engine over one text, without VS Code. What both views ask
 * for is answered here; what only one of them asks for, beside that view's tests. The page's address says what is served.
 */
import { builtInEncoding } from "../../../src/core/tokens/catalogue.ts";
import { createEncoding } from "../../../src/core/tokens/encoding.ts";
import { type TokenRowsIndex, tokenRows } from "../../../src/core/tokens/document/tokenRows.ts";
import { type TokenizedText, tokenizeText } from "../../../src/core/tokens/document/tokenizedText.ts";
import { applyPatch, defaultLens, type Lens, type LensPatch } from "../../../src/protocol/lens.ts";
import { connect, type Connection, type Handlers, type MethodTable } from "../../../src/protocol/rpc.ts";
import type {
  sharedHostMethods,
  TextState,
  TokenSlice,
  TokenTexts,
  ViewMethods,
  ViewState,
  WeightsState,
} from "../../../src/protocol/views.ts";
import type { ViewApp } from "../../../src/protocol/webviewPage.ts";

/** What the host serves: plain data, it travels in the page's address. */
export interface ServedOptions {
  readonly text?: string;
  /** A long text: this, so many times. */
  readonly pattern?: string;
  readonly times?: number;
  readonly lens?: LensPatch;
  /** Instead of a ready text. */
  readonly state?: TextState;
  readonly weights?: WeightsState;
  /** What the view kept when it was last open. */
  readonly kept?: unknown;
  /** Rows are answered once `fakeHost.releaseRows` is called. */
  readonly rowsHeld?: boolean;
}

/** What tests see and change from outside. */
export interface FakeHost {
  lens(): Lens;
  set(patch: LensPatch): void;
  edit(text: string): void;
  releaseRows(): void;
  /** What the view asked for, but for its reading of tokens, as [method, parameters]. */
  readonly asked: (readonly [string, unknown])[];
}

const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const options = JSON.parse(new URLSearchParams(location.search).get("options") ?? "{}") as ServedOptions; // viewPages.ts wrote it
const vocabulary = await fetch("/gpt2.vocabulary").then((response) => response.arrayBuffer());

export const encoding = createEncoding(builtInEncoding("gpt2"), new Uint8Array(vocabulary));
let releaseRows = (): void => undefined;
export const rowsReleased = new Promise<void>((release) => {
  if (options.rowsHeld === true) releaseRows = release;
  else release();
});
export const asked: (readonly [string, unknown])[] = [];

/** The text that is served now, and what was counted in it. */
export interface Served {
  readonly text: TokenizedText;
  readonly rows: TokenRowsIndex;
  readonly revision: number;
  /** How often each id occurs, and where first, in the order of first occurrence. */
  readonly distinct: ReadonlyMap<number, { readonly count: number; readonly first: number }>;
}

let lens = applyPatch(defaultLens, options.lens ?? {});
let served = load(options.text ?? (options.pattern ?? "").repeat(options.times ?? 0), 1);
export const lensNow = (): Lens => lens;
export const servedNow = (): Served => served;

function load(source: string, revision: number): Served {
  const text = tokenizeText(encoding, source, "allow");
  const distinct = new Map<number, { count: number; first: number }>();
  for (const [first, id] of text.ids().entries()) {
    const known = distinct.get(id);
    if (known === undefined) distinct.set(id, { count: 1, first });
    else known.count += 1;
  }
  return { text, rows: tokenRows(text), revision, distinct };
}

/** A token as text, or as the hexadecimal digits of its bytes when they are part of a character. */
export function said(id: number): { readonly text: string; readonly partial: boolean } {
  const bytes = encoding.vocabulary.tokenBytes(id);
  try {
    return { text: fatal.decode(bytes), partial: false };
  } catch {
    return { text: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" "), partial: true };
  }
}

export function textsOf(ids: readonly number[]): TokenTexts {
  const tokens = ids.map(said);
  return { texts: tokens.map(({ text }) => text), partial: tokens.flatMap(({ partial }, at) => (partial ? [at] : [])) };
}

export function slice(from: number, to: number): TokenSlice {
  const { text, revision } = served;
  const ids = [...text.ids(Math.min(from, text.tokenCount), Math.min(to, text.tokenCount))];
  return { revision, from, ids, ...textsOf(ids) };
}

function stateNow(): ViewState {
  const { text, rows, revision, distinct } = served;
  const ready: TextState = {
    kind: "ready",
    name: "sample.md",
    revision,
    tokenCount: text.tokenCount,
    charCount: text.length,
    byteCount: text.byteLength,
    distinctCount: distinct.size,
    rowCount: rows.rowCount,
    vocabSize: encoding.vocabulary.vocabSize,
    scopeLabel: lens.scope === null ? null : "Selection, Ln 1–2",
    refusedSpecialTokens: 0,
    endOfTextCount: distinct.get(50_256)?.count ?? 0,
  };
  return { lens, weights: options.weights ?? { kind: "seeded" }, text: options.state ?? ready };
}

const note =
  (method: string) =>
  (params: unknown): void =>
    void asked.push([method, params]);

/** What both views ask for. */
export const sharedHandlers: Handlers<Omit<typeof sharedHostMethods, "token/describe">> = {
  "view/ready": stateNow,
  "lens/change": (patch) => {
    asked.push(["lens/change", patch]);
    lens = applyPatch(lens, patch);
    queueMicrotask(tell); // before the answer, as the host does
  },
  "tokens/slice": ({ from, to }) => slice(from, to),
  "vocabulary/texts": ({ ids }) => textsOf(ids),
  "editor/focus": note("editor/focus"),
  "command/run": note("command/run"),
  "clipboard/write": note("clipboard/write"),
  "file/save": ({ name, bytes }) => {
    asked.push(["file/save", { name, bytes: Array.from(bytes) }]);
    return true;
  },
};

let connection: Connection<ViewMethods> | undefined;
const later = (work: () => void): void => void setTimeout(work); // messages never arrive at once
const tell = (): void => connection?.notify("state", stateNow());

/** Makes the host known to the page, then starts the view: as in VS Code, acquireVsCodeApi is there when its script runs. */
export function serve<Table extends MethodTable>(app: ViewApp, methods: Table, handlers: Handlers<Table>): void {
  const opened = connect<Table, ViewMethods>(
    { post: (message) => later(() => window.dispatchEvent(new MessageEvent("message", { data: structuredClone(message) }))) },
    methods,
    handlers,
    (sentence) => console.error(sentence), // which is a complaint, see viewPages.ts
  );
  connection = opened;
  const fakeHost: FakeHost = {
    lens: lensNow,
    set: (patch) => {
      lens = applyPatch(lens, patch);
      tell();
    },
    edit: (source) => {
      served = load(source, served.revision + 1);
      tell();
    },
    releaseRows: () => releaseRows(),
    asked,
  };
  Object.assign(globalThis, {
    fakeHost,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => later(() => opened.receive(structuredClone(message))),
      getState: () => JSON.parse(sessionStorage.getItem("kept") ?? "null") ?? options.kept ?? null,
      setState: (kept: unknown) => sessionStorage.setItem("kept", JSON.stringify(kept)),
    }),
  });
  const script = document.createElement("script");
  script.type = "module";
  script.nonce = document.querySelector("script")?.nonce ?? "";
  script.src = `/${app}.js`;
  document.body.append(script);
}
