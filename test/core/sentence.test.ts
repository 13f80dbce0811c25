/** Sentences that keep their template and values, and the errors that say them. */
import { describe, expect, it } from "vitest";
import { fromRecord, rangeError, SentenceError, sentenceOf, toRecord } from "../../src/core/errors.ts";
import { inEnglish, say, spoken, verbatim } from "../../src/core/sentence.ts";

const german: Readonly<Record<string, string>> = {
  "There is no token {0}: the text has {1}.": "Der Text hat {1} Token, also keines mit der Nummer {0}.",
  "The file {0} can't be read: {1}": "{1} Darum ist {0} nicht lesbar.",
};
const inGerman = (template: string): string => german[template] ?? template;

describe("a sentence", () => {
  it("is English as it is written", () => {
    expect(inEnglish(say`There is no token ${7}: the text has ${3}.`)).toBe("There is no token 7: the text has 3.");
    expect(inEnglish(say`The list is empty.`)).toBe("The list is empty.");
    expect(inEnglish(say`${"a"}${"b"} ${Number.NaN} ${-0}`)).toBe(`ab NaN ${-0}`);
  });

  it("is spoken in another language, with its values where that language has them", () => {
    expect(spoken(say`There is no token ${7}: the text has ${3}.`, inGerman)).toBe("Der Text hat 3 Token, also keines mit der Nummer 7.");
  });

  it("translates a sentence within it by itself", () => {
    const outer = say`The file ${"a.npy"} can't be read: ${say`There is no token ${7}: the text has ${3}.`}`;
    expect(inEnglish(outer)).toBe("The file a.npy can't be read: There is no token 7: the text has 3.");
    expect(spoken(outer, inGerman)).toBe("Der Text hat 3 Token, also keines mit der Nummer 7. Darum ist a.npy nicht lesbar.");
  });

  it("never reads a value as a template", () => {
    expect(inEnglish(say`${"{1}"} and ${"{0}"}`)).toBe("{1} and {0}");
    expect(spoken(verbatim("There is no token {0}: the text has {1}."), inGerman)).toBe("There is no token {0}: the text has {1}.");
  });

  it("is the same after JSON, whatever its numbers", () => {
    const sentence = say`${Number.NaN} of ${Infinity}, ${-0}: ${say`${1e21}`}`;
    expect(JSON.parse(JSON.stringify(sentence))).toEqual(sentence);
  });
});

describe("an error", () => {
  it("has the English sentence as its message", () => {
    const error = rangeError(say`There is no token ${7}.`, { cause: "the cause" });
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: "RangeError", message: "There is no token 7.", cause: "the cause" });
    expect(new SentenceError(say`No ${"x"}`)).toMatchObject({ message: "No x" });
  });

  it.each([
    ["of ours says its sentence", rangeError(say`There is no token ${7}.`), say`There is no token ${7}.`],
    ["of the platform is quoted", new TypeError("x is {0}"), verbatim("x is {0}")],
    ["that is no Error is quoted", "thrown", verbatim("thrown")],
  ])("%s", (_, error, sentence) => {
    expect(sentenceOf(error)).toEqual(sentence);
  });

  it("keeps name and sentence as data, and back", () => {
    const error = rangeError(say`The file ${"a"} says: ${say`There is no token ${7}.`}`);
    const received = fromRecord(structuredClone(toRecord(error)));
    expect(received).toMatchObject({ name: "RangeError", message: error.message, sentence: error.sentence });
    expect(toRecord(received)).toEqual(toRecord(error));
  });
});
