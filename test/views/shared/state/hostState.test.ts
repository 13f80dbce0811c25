import { describe, expect, it } from "vitest";
import { defaultLens } from "../../../../src/lens/lens.ts";
import type { ViewState } from "../../../../src/protocol/views.ts";
import {
  accept,
  documentKey,
  hostState,
  propose,
  readyText,
  receive,
  refuse,
  tokensKey,
} from "../../../../src/views/shared/state/hostState.ts";
import { readyTextOf } from "../../support/viewStates.ts";

const text = readyTextOf({ name: "a.md", revision: 1, tokenCount: 100 });
const sent: ViewState = { lens: defaultLens, text, weights: { kind: "seeded" } };
const received = receive(hostState.initial, sent);

describe("what is shown", () => {
  it("is what the host sent", () => {
    expect(hostState.initial.shown).toBeUndefined();
    expect(received.shown).toEqual(sent);
  });

  it("has the user's changes before the host has answered, the latest on top", () => {
    const state = propose(propose(received, 1, { windows: { stride: 2 } }), 2, { windows: { stride: 1 }, selectedToken: 5 });
    expect(state.shown?.lens).toMatchObject({ windows: { stride: 1, maxLength: 4 }, selectedToken: 5 });
  });

  it("does not fall back while older states arrive, nor between the answer and the next state", () => {
    const proposed = propose(received, 1, { windows: { stride: 2 } });
    expect(receive(proposed, structuredClone(sent)).shown?.lens.windows.stride).toBe(2);
    expect(accept(proposed, 1).shown?.lens.windows.stride).toBe(2);
  });

  it("gives way to a later change from elsewhere that arrives before the answer", () => {
    const proposed = propose(received, 1, { selectedToken: 4 });
    const elsewhere = receive(proposed, { ...sent, lens: { ...defaultLens, selectedToken: 10 } });
    expect(accept(elsewhere, 1).shown?.lens.selectedToken).toBe(10);
  });

  it("goes back to the host's when a change is refused", () => {
    expect(refuse(propose(received, 1, { windows: { stride: 2 } }), 1).shown?.lens.windows.stride).toBe(4);
  });

  it("consists of the same objects where nothing changed", () => {
    const again = receive(received, structuredClone(sent));
    expect(again.shown).toBe(received.shown);
    const typed = receive(received, structuredClone({ ...sent, text: { ...text, revision: 2 } }));
    expect(typed.shown?.lens).toBe(received.shown?.lens);
    const stepped = propose(received, 1, { selectedWindow: 3 });
    expect([stepped.shown?.lens.windows, stepped.shown?.text]).toEqual([received.shown?.lens.windows, received.shown?.text]);
    expect(stepped.shown?.lens.windows).toBe(received.shown?.lens.windows);
  });
});

describe("the name of a document", () => {
  it("stays the same while it is edited; that of its tokens does not", () => {
    const edited = { ...sent, text: { ...text, revision: 2 } };
    expect(documentKey(edited)).toBe(documentKey(sent));
    expect(tokensKey(edited)).not.toBe(tokensKey(sent));
  });

  it("is another one for another file and for another encoding", () => {
    const otherFile = { ...sent, text: { ...text, name: "b.md" } };
    const otherEncoding = { ...sent, lens: { ...defaultLens, encoding: "o200k_base" as const } };
    expect(new Set([sent, otherFile, otherEncoding].map(documentKey)).size).toBe(3);
    expect(new Set([sent, otherFile, otherEncoding].map(tokensKey)).size).toBe(3);
  });
});

it("a text counts only when it is ready", () => {
  expect(readyText(received.shown)).toEqual(text);
  expect(readyText({ ...sent, text: { kind: "tokenizing", name: "a.md", done: 0.5 } })).toBeUndefined();
  expect(tokensKey({ ...sent, text: { kind: "none" } })).toBeUndefined();
});
