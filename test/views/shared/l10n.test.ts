import { describe, expect, it } from "vitest";
import { plural, t } from "../../../src/views/shared/l10n.tsx";

describe("a sentence of the views", () => {
  it("has its values in the places that are numbered", () => {
    expect(t("{1} of {0}", 7, "2")).toBe("2 of 7");
  });

  it("never reads a value as a place", () => {
    expect(t("{0} {1}", "{1}", "$&")).toBe("{1} $&");
  });

  it("keeps a place without a value visible", () => {
    expect(t("{0}")).toBe("{0}");
  });

  it.each([
    [0, "0 windows"],
    [1, "1 window"],
    [16_599, "16,599 windows"],
  ])("%d is counted as %s", (count, words) => {
    expect(plural(count, "{0} window", "{0} windows")).toBe(words);
  });
});
