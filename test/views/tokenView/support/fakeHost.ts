/**
 * A host inside the page, for tests of the built token view: the real protocol, engine and rows over one text, without VS Code.
 * The page's address says what it serves: `text` (or `pattern` × `times`), `lens` (a patch), `state` (instead of a ready text).
 */
import { createEncoding } from "../../../../src/core/tokens/encoding.ts";
import { type TokenRowsIndex, tokenRows } from "../../../../src/core/tokens/tokenRows.ts";
import { type TokenizedText, tokenizeText } from "../../../../src/core/tokens/tokenizedText.ts";
import { windowsWithToken } from "../../../../src/core/windows/slidingWindow.ts";
import { applyPatch, defaultLens, type Lens, type LensPatch } from "../../../../src/protocol/lens.ts";
import { connect, type Connection } from "../../../../src/protocol/rpc.ts";
import { tokenViewHostMethods, type SearchResult } from "../../../../src/protocol/tokenView.ts";
import type { TextState, TokenSlice, ViewMethods, ViewState } from "../../../../src/protocol/views.ts";

/** What tests see and change from outside. */
export interface FakeHost {
  lens(): Lens;
  set(patch: LensPatch): void;
  edit(text: string): void;
  /** Requests that reached the host, as [method, parameters]. */
  readonly asked: (readonly [string, unknown])[];
  /** The view's messages that did not fit the protocol. */
  readonly refused: string[];
}

const query = new URLSearchParams(location.search);
const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
let lens = applyPatch(defaultLens, JSON.parse(query.get("lens") ?? "{}") as LensPatch); // the tests' own patch
let text: TokenizedText;
let rows: TokenRowsIndex;
let revision = 0;
const counts = new Map<number, number>();
const asked: (readonly [string, unknown])[] = [];
const refused: string[] = [];

const vocabulary = await fetch("/gpt2.vocabulary").then((response) => response.arrayBuffer());
const encoding = createEncoding("gpt2", new Uint8Array(vocabulary));

function load(source: string): void {
  text = tokenizeText(encoding, source, "allow");
  rows = tokenRows(text);
  revision += 1;
  counts.clear();
  for (const id of text.ids()) counts.set(id, (counts.get(id) ?? 0) + 1);
}
load(query.get("text") ?? (query.get("pattern") ?? "").repeat(Number(query.get("times") ?? 0)));

const said = (id: number): { readonly text: string; readonly partial: boolean } => {
  const bytes = encoding.vocabulary.tokenBytes(id);
  try {
    return { text: fatal.decode(bytes), partial: false };
  } catch {
    return { text: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" "), partial: true };
  }
};

function slice(from: number, to: number): TokenSlice {
  const ids = [...text.ids(Math.min(from, text.tokenCount), Math.min(to, text.tokenCount))];
  const tokens = ids.map(said);
  return {
    revision,
    from,
    ids,
    texts: tokens.map((token) => token.text),
    partial: tokens.flatMap(({ partial }, at) => (partial ? [at] : [])),
  };
}

function stateNow(): ViewState {
  const ready: TextState = {
    kind: "ready",
    name: "sample.md",
    revision,
    tokenCount: text.tokenCount,
    charCount: text.length,
    byteCount: text.byteLength,
    distinctCount: counts.size,
    rowCount: rows.rowCount,
    vocabSize: encoding.vocabulary.vocabSize,
    scopeLabel: lens.scope === null ? null : "Selection, Ln 1–2",
    refusedSpecialTokens: 0,
    endOfTextCount: counts.get(50_256) ?? 0,
  };
  const forced = query.get("state");
  return { lens, weights: { kind: "seeded" }, text: forced === null ? ready : (JSON.parse(forced) as TextState) };
}

function search(query: string, by: "text" | "id", from: number, backwards: boolean): SearchResult {
  const matches: { from: number; to: number }[] = [];
  if (by === "id") {
    for (const [index, id] of text.ids().entries()) if (String(id) === query) matches.push({ from: index, to: index + 1 });
  } else {
    const source = text.slice(0, text.length);
    for (let at = source.indexOf(query); at !== -1; at = source.indexOf(query, at + 1)) {
      matches.push(text.tokensTouching(at, at + query.length));
    }
  }
  if (matches.length === 0) return { match: null, matchCount: 0, matchIndex: 0 };
  const next = matches.findIndex((match) => match.from >= from);
  const forwards = next === -1 ? 0 : next;
  const before = ((next === -1 ? matches.length : next) - 1 + matches.length) % matches.length;
  const matchIndex = backwards ? before : forwards;
  return { match: matches[matchIndex] ?? null, matchCount: matches.length, matchIndex };
}

let connection: Connection<ViewMethods>;
const later = (work: () => void): void => void setTimeout(work); // messages never arrive at once
const tell = (): void => connection.notify("state", stateNow());
connection = connect(
  { post: (message) => later(() => window.dispatchEvent(new MessageEvent("message", { data: structuredClone(message) }))) },
  tokenViewHostMethods,
  {
    "view/ready": stateNow,
    "lens/change": (patch) => {
      asked.push(["lens/change", patch]);
      lens = applyPatch(lens, patch);
      queueMicrotask(tell); // before the answer, as the host does
    },
    "tokens/slice": ({ from, to }) => slice(from, to),
    "tokens/ranges": ({ ranges }) => ranges.map(({ from, to }) => slice(from, to)),
    "rows/slice": ({ from, to }) => {
      asked.push(["rows/slice", { from, to }]);
      const answered = Array.from({ length: Math.max(0, Math.min(to, rows.rowCount) - from) }, (_, at) => rows.rowAt(from + at));
      return { revision, from, rows: answered.map((row) => slice(row.from, row.to)) };
    },
    "tokens/endOfText": () => ({ revision, indexes: [...text.ids().entries()].filter(([, id]) => id === 50_256).map(([index]) => index) }),
    "rows/ofToken": ({ index }) => ({ row: rows.rowOf(index) }),
    "tokens/search": ({ query, by, from, backwards }) => search(query, by, from, backwards),
    "token/describe": ({ index }) => {
      const token = text.tokenAt(index);
      const { input, target } = windowsWithToken(index, text.tokenCount, lens.windows);
      const before = text.slice(0, token.from);
      const { from, to } = text.pieceAt(index);
      return {
        ...said(token.id),
        revision,
        index,
        id: token.id,
        special: encoding.vocabulary.specialTokens.has(text.slice(token.from, token.to)),
        bytes: [...encoding.vocabulary.tokenBytes(token.id)],
        occurrences: counts.get(token.id) ?? 0,
        line: before.split("\n").length,
        column: before.length - before.lastIndexOf("\n"),
        piece: text.slice(from, to),
        merges: encoding
          .mergeSteps(text.slice(from, to))
          .map(({ left, right, rank }) => ({ left: said(left).text, right: said(right).text, rank })),
        inputWindows: { from: input.windowFrom, to: input.windowTo },
        targetWindows: { from: target.windowFrom, to: target.windowTo },
      };
    },
    "vocabulary/texts": ({ ids }) => ({ texts: ids.map((id) => said(id).text), partial: [] }),
    "editor/focus": (params) => void asked.push(["editor/focus", params]),
    "command/run": (params) => void asked.push(["command/run", params]),
    "clipboard/write": (params) => void asked.push(["clipboard/write", params]),
    "file/save": () => true,
  },
  (sentence) => refused.push(sentence),
);

const fake: FakeHost = {
  lens: () => lens,
  set: (patch) => {
    lens = applyPatch(lens, patch);
    tell();
  },
  edit: (source) => {
    load(source);
    tell();
  },
  asked,
  refused,
};
Object.assign(globalThis, {
  fakeHost: fake,
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) => later(() => connection.receive(structuredClone(message))),
    getState: () => JSON.parse(sessionStorage.getItem("kept") ?? "null") as unknown,
    setState: (kept: unknown) => sessionStorage.setItem("kept", JSON.stringify(kept)),
  }),
});
// The view's script starts only now: acquireVsCodeApi is there when it runs, as in VS Code.
const script = document.createElement("script");
script.nonce = document.currentScript?.nonce ?? document.querySelector("script")?.nonce ?? "";
script.src = "/tokenView.js";
document.body.append(script);
