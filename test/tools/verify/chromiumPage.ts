/** Our engine in a page of Chromium, as the web host runs it: checks texts against ids that tiktoken gave in Node. */
import { builtInEncoding } from "../../../src/core/tokens/catalogue.ts";
import { createEncoding, type Encoding } from "../../../src/core/tokens/encoding.ts";

export interface PageCase {
  readonly text: string;
  /** Without special tokens: what tiktoken gave, joined by commas. */
  readonly ids: string;
  /** What our engine gave in Node, joined by commas. */
  readonly ends: string;
}

export interface VerifyPage {
  /** @param words as main.ts has it  @returns whether the core runs here, and not the plain algorithm in its place */
  load(name: string, vocabulary: string, words: number | undefined): boolean;
  /** The indexes of the cases that differ. */
  check(cases: readonly PageCase[]): readonly number[];
}

let encoding: Encoding | undefined;

const verify: VerifyPage = {
  load(name, vocabulary, words) {
    const bytes = Uint8Array.from(atob(vocabulary), (unit) => unit.charCodeAt(0));
    encoding = createEncoding(builtInEncoding(name), bytes, words === undefined ? {} : { words });
    return encoding.encoder.pieces.learned < encoding.encoder.tables.mergeableCount; // the plain algorithm knows all at once
  },
  check: (cases) =>
    cases.flatMap(({ text, ids, ends }, index) => {
      const found = encoding?.encodeWithEnds(text, "text");
      const isSame = found?.ids.join() === ids && found.ends.join() === ends && encoding?.decode(found.ids) === text.toWellFormed();
      return isSame ? [] : [index];
    }),
};

Object.assign(globalThis, { verify });
