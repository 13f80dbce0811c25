import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8Length } from "../../../src/core/text/offsets.ts";

const units = fc.string({
  unit: fc.oneof(
    fc.constantFrom("a", "é", "中", "😀", "\ud800", "\udc00", "\0"),
    fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
  ),
});

describe("UTF-16 ↔ UTF-8", () => {
  it("counts the bytes TextEncoder writes, a lone surrogate as three", () => {
    fc.assert(fc.property(units, (text) => utf8Length(text) === new TextEncoder().encode(text).length));
  });
});
