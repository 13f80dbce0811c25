/** The sentences of core and lens, and of the host's threads: each is made by say`…` (src/core/sentence.ts), so that it can be translated. */
import { describe, expect, it } from "vitest";
import { allSources, sentencesOf } from "../../.config/l10n.mjs";

/** The platform's errors with a message of their own, which nobody could translate. */
const untranslatable = /\bnew (?:Range|Type|Syntax)?Error\((?!\))/g;
/** They make errors of sentences. */
const makers = new Set(["src/core/errors.ts"]);

const pure = [...allSources()].filter(([path]) => /^src\/(?:core|lens)\//.test(path) && !makers.has(path));

describe("sentences", () => {
  it.each([
    ["say`The file is empty.`", ["The file is empty."]],
    ["say`There is no token ${index}: the text has ${this.count}.`", ["There is no token {0}: the text has {1}."]],
    ["say`${found ?? say`nothing`} was found`", ["{0} was found", "nothing"]],
    ['say`Type ${quoted(`a}${"`"}`)}, ${{ a: 1 }.a} or \\`b\\`.`', ["Type {0}, {1} or `b`."]],
    ['say`the escape "\\\\${letter}"`', ['the escape "\\{0}"']],
    ["essay`no`, my.say`no`, the tag `say` in a comment", []],
  ])("are found in %s", (source, templates) => {
    expect(sentencesOf(source)).toEqual(templates);
  });

  it("must end, and have no escapes that could be read otherwise", () => {
    expect(() => sentencesOf("say`a")).toThrow(/no end/);
    expect(() => sentencesOf("say`\\u0041`")).toThrow(/escape/);
  });

  it.each(pure.map(([path, source]) => ({ path, source })))("are all that errors say in $path", ({ source }) => {
    expect(source.match(untranslatable) ?? []).toEqual([]);
  });
});
