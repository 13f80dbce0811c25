/**
 * A host inside the page, for tests of the built inspector: the real protocol and engine over one text, without VS Code.
 * The page's address says what it serves: `text`, `lens` (a patch), `text-state` (instead of a ready text), `weights`.
 */
import { createEncoding } from "../../../../src/core/tokens/encoding.ts";
import { type TokenizedText, tokenizeText } from "../../../../src/core/tokens/tokenizedText.ts";
import { inspectorHostMethods } from "../../../../src/protocol/embeddingInspector.ts";
import { applyPatch, defaultLens, type Lens, type LensPatch } from "../../../../src/protocol/lens.ts";
import { connect, type Connection } from "../../../../src/protocol/rpc.ts";
import type { TextState, TokenTexts, ViewMethods, ViewState, WeightsState } from "../../../../src/protocol/views.ts";

/** What tests see and change from outside. */
export interface InspectorHost {
  lens(): Lens;
  set(patch: LensPatch): void;
  edit(text: string): void;
  /** Commands, saved files and copied texts that reached the host, as [method, parameters]. */
  readonly asked: (readonly [string, unknown])[];
  readonly refused: string[];
}

const query = new URLSearchParams(location.search);
const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
let lens = applyPatch(defaultLens, JSON.parse(query.get("lens") ?? "{}") as LensPatch); // the tests' own patch
const weights = JSON.parse(query.get("weights") ?? '{"kind":"seeded"}') as WeightsState; // the tests' own
let text: TokenizedText;
let revision = 0;
const asked: (readonly [string, unknown])[] = [];
const refused: string[] = [];

const vocabulary = await fetch("/gpt2.vocabulary").then((response) => response.arrayBuffer());
const encoding = createEncoding("gpt2", new Uint8Array(vocabulary));
const { vocabSize } = encoding.vocabulary;

function load(source: string): void {
  text = tokenizeText(encoding, source, "allow");
  revision += 1;
}
load(query.get("text") ?? "");

function said(ids: readonly number[]): TokenTexts {
  const partial: number[] = [];
  const texts = ids.map((id, i) => {
    const bytes = encoding.vocabulary.tokenBytes(id);
    try {
      return fatal.decode(bytes);
    } catch {
      partial.push(i);
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    }
  });
  return { texts, partial };
}

function distinct(): { id: number; count: number; first: number }[] {
  const found = new Map<number, { id: number; count: number; first: number }>();
  for (const [first, id] of text.ids().entries()) {
    const known = found.get(id);
    if (known === undefined) found.set(id, { id, count: 1, first });
    else known.count += 1;
  }
  return [...found.values()];
}

function stateNow(): ViewState {
  const ready: TextState = {
    kind: "ready",
    name: "sample.md",
    revision,
    tokenCount: text.tokenCount,
    charCount: text.length,
    byteCount: text.byteLength,
    distinctCount: distinct().length,
    rowCount: 1,
    vocabSize,
    scopeLabel: null,
    refusedSpecialTokens: 0,
    endOfTextCount: 0,
  };
  const forced = query.get("text-state");
  return { lens, weights, text: forced === null ? ready : (JSON.parse(forced) as TextState) };
}

function searchVocabulary(wanted: string, limit: number): number[] {
  const found: number[] = [];
  for (let id = 0; id < vocabSize; id += 1) if (said([id]).texts[0]?.includes(wanted) === true || String(id) === wanted) found.push(id);
  return found.sort((a, b) => encoding.vocabulary.tokenBytes(a).length - encoding.vocabulary.tokenBytes(b).length).slice(0, limit);
}

let connection: Connection<ViewMethods>;
const later = (work: () => void): void => void setTimeout(work); // messages never arrive at once
const tell = (): void => connection.notify("state", stateNow());
const note =
  (method: string) =>
  (params: unknown): void =>
    void asked.push([method, params]);
connection = connect(
  { post: (message) => later(() => window.dispatchEvent(new MessageEvent("message", { data: structuredClone(message) }))) },
  inspectorHostMethods,
  {
    "view/ready": stateNow,
    "lens/change": (patch) => {
      asked.push(["lens/change", patch]);
      lens = applyPatch(lens, patch);
      later(tell);
    },
    "tokens/slice": ({ from, to }) => {
      const ids = [...text.ids(Math.min(from, text.tokenCount), Math.min(to, text.tokenCount))];
      return { revision, from, ids, ...said(ids) };
    },
    "tokens/distinct": () => ({ revision, tokens: distinct() }),
    "vocabulary/texts": ({ ids }) => said(ids),
    "vocabulary/search": ({ query: wanted, limit }) => {
      const ids = searchVocabulary(wanted, limit);
      return { ids, ...said(ids) };
    },
    "token/describe": () => null,
    "editor/focus": note("editor/focus"),
    "command/run": note("command/run"),
    "clipboard/write": note("clipboard/write"),
    "file/save": (params) => {
      asked.push(["file/save", { ...params, bytes: Array.from(params.bytes) }]);
      return true;
    },
  },
  (sentence) => refused.push(sentence),
);

const fake: InspectorHost = {
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
  inspectorHost: fake,
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) => later(() => connection.receive(structuredClone(message))),
    getState: () => JSON.parse(sessionStorage.getItem("kept") ?? query.get("kept") ?? "null") as unknown,
    setState: (kept: unknown) => sessionStorage.setItem("kept", JSON.stringify(kept)),
  }),
});
// The view's script starts only now: acquireVsCodeApi is there when it runs, as in VS Code.
const script = document.createElement("script");
script.nonce = document.querySelector("script")?.nonce ?? "";
script.src = "/embeddingInspector.js";
document.body.append(script);
