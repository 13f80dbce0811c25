/** Pieces of all lengths are found by their bytes, also those that end in NUL; cached ones can be forgotten, the vocabulary stays. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addPiece,
  addToken,
  createPieceTable,
  findSlot,
  forgetPieces,
  longestKept,
  missing,
  type PieceTable,
  valueAt,
} from "../../../../src/core/tokens/engine/pieceTable.ts";
import { wordMargin } from "../../../../src/core/tokens/pattern/preTokenizer.ts";

/** The bytes, with room behind them for reading words, where other text stands. */
function viewOf(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(bytes.length + wordMargin).fill(0x5a);
  padded.set(bytes);
  return new DataView(padded.buffer);
}

function lookUp(table: PieceTable, bytes: Uint8Array): number {
  return valueAt(table, findSlot(table, viewOf(bytes), 0, bytes.length), bytes.length);
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: longestKept });
const distinct = fc.uniqueArray(fc.oneof(bytes, fc.uint8Array({ minLength: 1, maxLength: 4, max: 2 })), {
  selector: String,
  minLength: 2,
  maxLength: 60,
});

describe("the table of pieces", () => {
  it("finds what was added by exactly these bytes, and nothing else", () => {
    fc.assert(
      fc.property(distinct, (pieces) => {
        const table = createPieceTable(100);
        const [absent, ...added] = pieces;
        for (const [id, piece] of added.entries()) addToken(table, viewOf(piece), 0, piece.length, id);
        for (const [id, piece] of added.entries()) expect(lookUp(table, piece)).toBe(id);
        expect(lookUp(table, absent!)).toBe(missing);
      }),
    );
  });

  it("keeps the ids of pieces that are no token, until told to forget; tokens stay", () => {
    fc.assert(
      fc.property(distinct, (pieces) => {
        const table = createPieceTable(100);
        const [token, ...cached] = pieces;
        addToken(table, viewOf(token!), 0, token!.length, 7);
        for (const [at, piece] of cached.entries()) {
          expect(addPiece(table, viewOf(piece), 0, piece.length, Int32Array.of(at, at + 1), 0, 2)).toBe(true);
        }
        for (const [at, piece] of cached.entries()) {
          const cell = ~lookUp(table, piece);
          expect([...table.cells.subarray(cell, cell + 3)]).toEqual([2, at, at + 1]);
        }
        expect(forgetPieces(table)).toBe(true);
        for (const piece of cached) expect(lookUp(table, piece)).toBe(missing);
        expect(lookUp(table, token!)).toBe(7);
      }),
    );
  });

  it("says when it is full, and has room again once it has forgotten", () => {
    const table = createPieceTable(100);
    const add = (number: number): boolean => {
      const piece = new TextEncoder().encode(`piece number ${number} of many`);
      return addPiece(table, viewOf(piece), 0, piece.length, Int32Array.of(1, 2), 0, 2);
    };
    let count = 0;
    while (add(count)) count++;
    expect(count).toBeGreaterThan(1000);
    expect(forgetPieces(table)).toBe(true);
    expect(add(count)).toBe(true);
  });

  it("is empty after forgetting when a token was added behind a piece, whose place it may depend on", () => {
    const table = createPieceTable(100);
    const [piece, token] = [new TextEncoder().encode("piece"), new TextEncoder().encode("token")];
    addPiece(table, viewOf(piece), 0, piece.length, Int32Array.of(1, 2), 0, 2);
    addToken(table, viewOf(token), 0, token.length, 3);
    expect(forgetPieces(table)).toBe(false);
    expect(lookUp(table, token)).toBe(missing);
  });
});
