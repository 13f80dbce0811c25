/** Chat markers that an encoding does not have. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChatMarker, chatMarkerSteps } from "../../../src/core/tokens/chatMarkers.ts";
import { finish } from "../../../src/core/steps.ts";

const endOfText = new Map([["<|endoftext|>", 50256]]);
const markersOf = (parts: readonly string[], most = 100): ChatMarker[] =>
  finish(
    chatMarkerSteps(
      parts.map((text) => ({ text })),
      endOfText,
      most,
    ),
  );
const namesOf = (text: string): string[] => markersOf([text]).map(({ marker }) => marker);

const piece = fc.constantFrom("<|im_start|>", "<|", "im", "|>", "[INST]", "<start_of_turn>", "<|endoftext|>", " ", "a", "<<SYS>>", "\n");

describe("chat markers", () => {
  it.each([
    ["<|im_start|>user\nHi<|im_end|>\n", ["<|im_start|>", "<|im_end|>"]],
    ["<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>", ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]],
    ["<start_of_turn>user\nHi<end_of_turn>", ["<start_of_turn>", "<end_of_turn>"]],
    ["[INST] <<SYS>>x<</SYS>> Hi [/INST]", ["[INST]", "<<SYS>>", "<</SYS>>", "[/INST]"]],
    ["<｜User｜>Hi<｜end▁of▁sentence｜>", ["<｜User｜>", "<｜end▁of▁sentence｜>"]],
  ])("are found in %j", (text, found) => {
    expect(namesOf(text)).toEqual(found);
  });

  it.each(["One.<|endoftext|>Two.", "a <| b |> c", "if (a<|b) |> c", "<b>bold</b>", "[inst]", "<||>"])("are not seen in %j", (text) => {
    expect(namesOf(text)).toEqual([]);
  });

  it("are told with their places, as many as asked for", () => {
    expect(markersOf(["ab<|x|>", "c<|y|><|z|>"], 2)).toEqual([
      { marker: "<|x|>", from: 2, to: 7 },
      { marker: "<|y|>", from: 8, to: 13 },
    ]);
  });

  it("are the same however the text is cut", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(40), { maxLength: 20 }), (pieces, cuts) => {
        const text = pieces.join("");
        const parts: string[] = [];
        let rest = text;
        for (const cut of cuts) {
          parts.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        expect(markersOf([...parts, rest])).toEqual(markersOf([text]));
      }),
    );
  });

  it("are the same where parts of an earlier search stand among others", () => {
    const parts = fc.array(fc.array(piece, { maxLength: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(parts, fc.array(fc.tuple(fc.nat(20), fc.array(piece, { maxLength: 3 })), { maxLength: 6 }), (first, edits) => {
        const held = first.map((pieces) => ({ text: pieces.join("") }));
        finish(chatMarkerSteps(held, endOfText, 100));
        for (const [at, pieces] of edits) {
          held.splice(at % (held.length + 1), at % 2, { text: pieces.join("") });
          expect(finish(chatMarkerSteps(held, endOfText, 100))).toEqual(markersOf([held.map(({ text }) => text).join("")]));
        }
      }),
    );
  });

  it("are looked for again only where a text has changed", () => {
    const held = Array.from({ length: 1000 }, (_, i) => ({
      text: `Words of part ${i}, [1] as they come, and some more of them after that one. `,
    }));
    const searchedParts = (): number => [...chatMarkerSteps(held, endOfText, 100)].length;
    expect(searchedParts()).toBe(1000);
    held[500] = { text: "Others." };
    expect(searchedParts()).toBe(1);
  });
});
