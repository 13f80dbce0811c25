import { describe, expect, it } from "vitest";
import { defaultLens } from "../../../src/lens/lens.ts";
import type { ReadyText, ViewState } from "../../../src/protocol/views.ts";
import { choicesFrom, defaultChoices } from "../../../src/views/tokenView/choices.ts";
import { type Action, type AppState, initialState, lensOf, readyText, reduce } from "../../../src/views/tokenView/state.ts";

const text: ReadyText = {
  kind: "ready",
  name: "a.md",
  revision: 1,
  tokenCount: 100,
  charCount: 400,
  byteCount: 400,
  distinctCount: 60,
  rowCount: 10,
  vocabSize: 50_257,
  refusedSpecialTokens: 0,
  endOfTextCount: 0,
};
const told: ViewState = { lens: defaultLens, text, weights: { kind: "seeded" } };
const row = (from: number, texts: readonly string[]) => ({
  from,
  ids: texts.map(() => 1),
  texts: texts.map((each) => ({ text: each })),
  beginsBlock: true,
});
const after = (...actions: readonly Action[]): AppState => actions.reduce(reduce, initialState(defaultChoices));

describe("the lens", () => {
  it("is the host's", () => {
    expect(lensOf(after())).toBeNull();
    expect(lensOf(after({ kind: "told", state: told }))).toEqual(defaultLens);
  });

  it("shows the user's changes before the host has answered, the latest on top", () => {
    const state = after(
      { kind: "told", state: told },
      { kind: "lensChanged", id: 1, patch: { windows: { stride: 2 } } },
      { kind: "lensChanged", id: 2, patch: { windows: { stride: 1 }, selectedToken: 5 } },
    );
    expect(lensOf(state)).toMatchObject({ windows: { stride: 1, maxLength: 4 }, selectedToken: 5 });
  });

  it("does not fall back while older states arrive, nor between the answer and the next state", () => {
    const before = after({ kind: "told", state: told }, { kind: "lensChanged", id: 1, patch: { windows: { stride: 2 } } });
    expect(lensOf(reduce(before, { kind: "told", state: told }))?.windows.stride).toBe(2);
    expect(lensOf(reduce(before, { kind: "lensAccepted", id: 1 }))?.windows.stride).toBe(2);
  });

  it("gives way to a later change from elsewhere, told before the answer", () => {
    const state = after(
      { kind: "told", state: told },
      { kind: "lensChanged", id: 1, patch: { selectedToken: 4 } },
      { kind: "told", state: { ...told, lens: { ...defaultLens, selectedToken: 10 } } },
      { kind: "lensAccepted", id: 1 },
    );
    expect(lensOf(state)?.selectedToken).toBe(10);
  });

  it("goes back to the host's when a change is refused, and says why", () => {
    const state = after(
      { kind: "told", state: told },
      { kind: "lensChanged", id: 1, patch: { windows: { stride: 2 } } },
      { kind: "lensRefused", id: 1, reason: "No." },
    );
    expect(lensOf(state)?.windows.stride).toBe(4);
    expect(state.notice).toBe("No.");
    expect(reduce(state, { kind: "noticeRead" }).notice).toBeNull();
  });
});

describe("what has arrived", () => {
  const arrived: Action = { kind: "rowsArrived", rows: { revision: 1, from: 0, rows: [row(0, ["#", "\n"]), row(2, ["x"])] } };

  it("stays on the screen when the text changes, until newer arrives", () => {
    const state = after({ kind: "told", state: told }, arrived, { kind: "told", state: { ...told, text: { ...text, revision: 2 } } });
    expect(state.rows.get(0)?.revision).toBe(1);
    const newer = reduce(state, { kind: "rowsArrived", rows: { revision: 2, from: 0, rows: [row(0, ["##", "\n"])] } });
    expect([newer.rows.get(0)?.revision, newer.rows.get(1)?.revision]).toEqual([2, 1]);
  });

  it("goes with its text: nothing of it is shown for another file or another encoding", () => {
    const shown = after({ kind: "told", state: told }, arrived);
    const otherFile = reduce(shown, { kind: "told", state: { ...told, text: { ...text, name: "b.md" } } });
    const otherEncoding = reduce(shown, { kind: "told", state: { ...told, lens: { ...defaultLens, encoding: "o200k_base" } } });
    for (const state of [otherFile, otherEncoding]) expect(state.rows.size).toBe(0);
  });

  it("begins another file at its first row, and keeps the row over a reload and over another encoding", () => {
    const scrolled: Action = { kind: "choicesChanged", choices: { row: 7 } };
    expect(after(scrolled, { kind: "told", state: told }).choices.row).toBe(7);
    const shown = after({ kind: "told", state: told }, scrolled);
    expect(reduce(shown, { kind: "told", state: { ...told, text: { ...text, name: "b.md" } } }).choices.row).toBe(0);
    expect(reduce(shown, { kind: "told", state: { ...told, lens: { ...defaultLens, encoding: "o200k_base" } } }).choices.row).toBe(7);
  });

  it("knows the text only when it is ready", () => {
    expect(readyText(after({ kind: "told", state: told }))).toBe(text);
    expect(readyText(after({ kind: "told", state: { ...told, text: { kind: "tokenizing", name: "a.md", done: 0.5 } } }))).toBeNull();
  });
});

describe("search", () => {
  const result = { match: { from: 7, to: 9 }, matchCount: 3, matchIndex: 1 };
  const selected: ViewState = { ...told, lens: { ...defaultLens, selectedToken: 42 } };

  it("remembers where it began, to return there", () => {
    const typed = after({ kind: "told", state: selected }, { kind: "searchTyped", query: "a" }, { kind: "searchTyped", query: "ab" });
    expect(typed.search).toMatchObject({ query: "ab", origin: 42 });
    expect(reduce(typed, { kind: "searchEnded" }).search).toMatchObject({ query: "", origin: null, result: null });
  });

  it("takes only the answer to what is asked now", () => {
    const typed = after({ kind: "told", state: selected }, { kind: "searchTyped", query: "ab" });
    expect(reduce(typed, { kind: "searchAnswered", query: "a", by: "text", result }).search.result).toBeNull();
    expect(reduce(typed, { kind: "searchAnswered", query: "ab", by: "id", result }).search.result).toBeNull();
    expect(reduce(typed, { kind: "searchAnswered", query: "ab", by: "text", result }).search.result).toBe(result);
  });
});

describe("choices of the view", () => {
  it("are what an earlier page kept", () => {
    const kept = { ...defaultChoices, show: "both", row: 7 };
    expect(choicesFrom(structuredClone(kept))).toEqual(kept);
  });

  it.each([undefined, null, 5, { show: "all" }, { ...defaultChoices, row: -1 }])("%j is not one, and gives the default", (kept) => {
    expect(choicesFrom(kept)).toEqual(defaultChoices);
  });
});
