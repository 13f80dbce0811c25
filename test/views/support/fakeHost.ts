/**
 * A host inside the page, for tests of built views: a channel around the real token service over one text, without VS Code. What is served
 * is said by the page's address.
 */
import { finish } from "../../../src/core/steps.ts";
import { builtInEncoding, builtInEncodings } from "../../../src/core/tokens/catalogue.ts";
import { vocabularyFileName } from "../../../src/core/tokens/encodingSpec.ts";
import type { TextEdit } from "../../../src/core/text/edit.ts";
import { createEncoding } from "../../../src/core/tokens/encoding.ts";
import { type ComparedRows, comparedRows } from "../../../src/lens/compare/comparedRows.ts";
import { comparedIds, type ComparisonState } from "../../../src/lens/compare/comparison.ts";
import { changeLens, defaultLens, type Lens, type LensPatch } from "../../../src/lens/lens.ts";
import { type LiveSource, liveSourceSteps } from "../../../src/lens/sources/liveSource.ts";
import { changeFor, readyText } from "../../../src/lens/textState.ts";
import { createTokenService, type TokenService } from "../../../src/lens/tokenService.ts";
import { connect, type Connection, type Handlers, type MethodTable } from "../../../src/protocol/rpc.ts";
import { sharedTokenHandlers } from "../../../src/protocol/tokenHandlers.ts";
import type { sharedHostMethods, TextState, ViewMethods, ViewState, WeightsState } from "../../../src/protocol/views.ts";
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
  /** The same text, under another name. */
  rename(name: string): void;
  /** What the view asked for, but for its reading of tokens, as [method, parameters]. */
  readonly asked: (readonly [string, unknown])[];
}

const options = JSON.parse(new URLSearchParams(location.search).get("options") ?? "{}") as ServedOptions; // viewPages.ts wrote it
const vocabulary = await fetch("/gpt2.vocabulary").then((response) => response.arrayBuffer());

const encoding = createEncoding(builtInEncoding("gpt2"), new Uint8Array(vocabulary));
let releaseRows = (): void => undefined;
export const rowsReleased = new Promise<void>((release) => {
  if (options.rowsHeld === true) releaseRows = release;
  else release();
});
export const asked: (readonly [string, unknown])[] = [];

/** The other encodings of a text that is compared, made when they are first asked for. */
const comparedSources = new Map<string, { readonly revision: number; readonly source: LiveSource }>();

async function comparedSource(id: string): Promise<LiveSource> {
  const known = comparedSources.get(id);
  if (known?.revision === source.revision) return known.source;
  const spec = builtInEncoding(id);
  const bytes = await fetch(`/${vocabularyFileName(spec)}`).then((response) => response.arrayBuffer());
  const text = source.text.slice(0, source.text.length);
  const made = finish(liveSourceSteps(createEncoding(spec, new Uint8Array(bytes)), text, "allow"));
  comparedSources.set(id, { revision: source.revision, source: made });
  return made;
}

export async function compare(from: number, to: number): Promise<ComparedRows> {
  const [, ...others] = comparedIds(lens);
  const rows = comparedRows(source, await Promise.all(others.map(comparedSource)), from, to);
  return JSON.parse(JSON.stringify(rows)) as ComparedRows; // as VS Code writes messages
}

async function comparisonNow(): Promise<ComparisonState | undefined> {
  if (lens.tab !== "compare") return undefined;
  const encodings = await Promise.all(
    comparedIds(lens).map(async (id, column) => ({
      id,
      label: id,
      tokens: { kind: "ready" as const, tokenCount: (column === 0 ? source : await comparedSource(id)).tokenCount },
    })),
  );
  return { revision: source.revision, encodings, choices: builtInEncodings.map(({ id, label }) => ({ id, label })) };
}

const placeOf = (unit: number): { line: number; column: number } => {
  const before = source.text.slice(0, unit);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
};
const load = (text: string, revision: number): LiveSource => finish(liveSourceSteps(encoding, text, "allow", { revision, placeOf }));
const serviceOf = (live: LiveSource): TokenService => createTokenService(live, () => (signal) => Promise.resolve(signal.throwIfAborted()));

let source = load(options.text ?? (options.pattern ?? "").repeat(options.times ?? 0), 1);
let service = serviceOf(source);
let fileName = "sample.md";
let lens = changeLens(defaultLens, options.lens ?? {}, source.tokenCount);
/** The tokens that the view was shown last. */
let shown: LiveSource | undefined;
export const tokens = (): TokenService => service;

/** The one edit that makes this text of the one that is served, as an editor would say it. */
function editTo(text: string): TextEdit {
  const before = source.text.slice(0, source.text.length);
  const most = Math.min(before.length, text.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === text.charCodeAt(from)) from++;
  let end = 0;
  while (end < most - from && before.charCodeAt(before.length - 1 - end) === text.charCodeAt(text.length - 1 - end)) end++;
  return { from, to: before.length - end, insert: text.slice(from, text.length - end) };
}

async function stateNow(): Promise<ViewState> {
  const facts = { name: fileName, scopeLabel: lens.scope === null ? undefined : "Selection, Ln 1–2", refusedSpecialTokens: 0 };
  const ready = await readyText(service, lens, facts, changeFor(shown, source, service, true));
  const text = options.state ?? { ...ready, comparison: await comparisonNow() };
  shown = source;
  return { lens, weights: options.weights ?? { kind: "seeded" }, text };
}

const note =
  (method: string) =>
  (params: unknown): void =>
    void asked.push([method, params]);

/** What both views ask for. */
export const sharedHandlers: Handlers<typeof sharedHostMethods> = {
  ...sharedTokenHandlers(tokens),
  "view/ready": () => {
    shown = undefined;
    return stateNow();
  },
  "lens/change": (patch) => {
    asked.push(["lens/change", patch]);
    lens = changeLens(lens, patch, source.tokenCount);
    return tell(); // before the answer, as the host does
  },
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
const tell = async (): Promise<void> => connection?.notify("state", await stateNow());

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
    lens: () => lens,
    set: (patch) => {
      lens = changeLens(lens, patch, source.tokenCount);
      void tell();
    },
    edit: (text) => {
      source = source.update([editTo(text)], source.revision + 1);
      service = serviceOf(source);
      lens = changeLens(lens, {}, source.tokenCount);
      void tell();
    },
    releaseRows: () => releaseRows(),
    rename: (name) => {
      fileName = name;
      void tell();
    },
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
  script.nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  script.src = `/${app}.js`;
  document.body.append(script);
}
