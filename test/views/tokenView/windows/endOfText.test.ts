import { expect, it } from "vitest";
import { endsAfter } from "../../../../src/views/tokenView/windows/endOfText.ts";

it("the ends of documents move along with an edit, unless it may have brought one", () => {
  const change = { since: 1, tokens: { from: 70, removed: 2, inserted: 5 }, rows: { from: 0, removed: 1, inserted: 1 } };
  const ends = { revision: 1, indexes: [10, 71, 90] };
  expect(endsAfter(ends, change, { revision: 2, endOfTextCount: 2 })).toEqual({ revision: 2, indexes: [10, 93] });
  expect(endsAfter(ends, change, { revision: 2, endOfTextCount: 3 })).toBe(ends);
});
