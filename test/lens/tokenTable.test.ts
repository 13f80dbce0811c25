/** The table of tokens: offsets in three units, checked against slices of the text itself in each unit. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finish } from "../../src/core/steps.ts";
import { tokenizeText } from "../../src/core/tokens/document/tokenizedText.ts";
import { type TableStart, tokenTableSteps } from "../../src/lens/tokenTable.ts";
import { awkwardTexts } from "../support/awkwardTexts.ts";
import { loadEncoding } from "../support/encodings.ts";

const fromStart: TableStart = { unit: 0, codePoint: 0, byte: 0 };
const table = async (text: string, format: "json" | "csv", start = fromStart): Promise<string> =>
  finish(tokenTableSteps(tokenizeText(await loadEncoding("gpt2"), text, "allow"), start, format));

interface JsonRow {
  readonly id: number;
  readonly text: string | null;
  readonly bytes: readonly number[];
  readonly codeUnits: readonly [number, number];
  readonly codePoints: readonly [number, number];
  readonly byteRange: readonly [number, number];
}
const rows = async (text: string, start?: TableStart): Promise<JsonRow[]> => JSON.parse(await table(text, "json", start)) as JsonRow[];

describe("the table of tokens", () => {
  it("names each token with its text, bytes and places", async () => {
    expect(await rows("The 🐈")).toEqual([
      { id: 464, text: "The", bytes: [0x54, 0x68, 0x65], codeUnits: [0, 3], codePoints: [0, 3], byteRange: [0, 3] },
      { id: 12520, text: null, bytes: [0x20, 0xf0, 0x9f], codeUnits: [3, 4], codePoints: [3, 4], byteRange: [3, 6] },
      { id: 238, text: null, bytes: [0x90], codeUnits: [4, 4], codePoints: [4, 4], byteRange: [6, 7] },
      { id: 230, text: null, bytes: [0x88], codeUnits: [4, 6], codePoints: [4, 5], byteRange: [7, 8] },
    ]);
  });

  it("has places that cut the text into itself, in every unit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...awkwardTexts), async (awkward) => {
        const text = awkward.toWellFormed();
        const found = await rows(text);
        const bytes = new TextEncoder().encode(text);
        const points = Array.from(text);
        expect(found.map(({ codeUnits }) => text.slice(...codeUnits)).join("")).toBe(text);
        expect(found.flatMap(({ codePoints }) => points.slice(...codePoints)).join("")).toBe(text);
        for (const { byteRange, bytes: own, codeUnits, codePoints } of found) {
          expect([...bytes.subarray(...byteRange)]).toEqual(own);
          expect(points.slice(...codePoints).join("")).toBe(text.slice(...codeUnits));
        }
      }),
    );
  });

  it("counts on from where a part begins in its document", async () => {
    expect((await rows("The", { unit: 10, codePoint: 8, byte: 20 }))[0]).toMatchObject({
      codeUnits: [10, 13],
      codePoints: [8, 11],
      byteRange: [20, 23],
    });
  });

  it("is CSV with quotes where a text needs them", async () => {
    expect(await table('a "b"\n', "csv")).toBe(
      [
        "id,text,bytes,from,to,code_point_from,code_point_to,byte_from,byte_to",
        "64,a,61,0,1,0,1,0,1",
        '366," """,20 22,1,3,1,3,1,3',
        "65,b,62,3,4,3,4,3,4",
        '1,"""",22,4,5,4,5,4,5',
        '198,"\n",0a,5,6,5,6,5,6',
        "",
      ].join("\r\n"),
    );
  });

  it("of an empty text is an empty array, or only the names", async () => {
    expect(await rows("")).toEqual([]);
    expect((await table("", "csv")).split("\r\n")).toHaveLength(2);
  });
});
