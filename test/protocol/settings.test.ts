/** What package.json says of the settings, compared with what the code takes and does without them. */
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { applyPatch, defaultLens } from "../../src/lens/lens.ts";
import { lensPatchSchema } from "../../src/protocol/lens.ts";
import { lensSettings, otherSettings, patchesOfSettings } from "../../src/protocol/settings.ts";
import { hostileTexts } from "../support/hostileTexts.ts";

interface Declared {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const declared: Readonly<Record<string, Declared>> = manifest.contributes.configuration.properties;
const declaredNames = Object.keys(declared).map((name) => name.replace(/^tokenscope\./, ""));
const declaredAs = (name: string): Declared => {
  const entry = declared[`tokenscope.${name}`];
  if (entry === undefined) throw new Error(`package.json has no setting tokenscope.${name}.`);
  return entry;
};

/** Whether the code takes a value, or holds on to the default instead. */
function takes(name: string, value: unknown): boolean {
  const patchOf = lensSettings[name];
  if (patchOf !== undefined)
    return v.safeParse(
      lensPatchSchema,
      patchOf(value, () => undefined),
    ).success;
  const schema = (otherSettings as Readonly<Record<string, v.GenericSchema>>)[name];
  if (schema === undefined) throw new Error(`The code has no setting ${name}.`);
  return JSON.stringify(v.parse(schema, value)) === JSON.stringify(value);
}

describe("the settings", () => {
  it("are the same ones in package.json and in the code", () => {
    expect(declaredNames.toSorted()).toEqual([...Object.keys(lensSettings), ...Object.keys(otherSettings)].toSorted());
  });

  it.each(Object.keys(lensSettings))("%s has the default of the lens", (name) => {
    const patch = v.parse(
      lensPatchSchema,
      lensSettings[name]?.(declaredAs(name).default, () => undefined),
    );
    expect(applyPatch(defaultLens, patch)).toEqual(defaultLens);
  });

  it.each(Object.entries(otherSettings))("%s has the default that holds where a value does not fit", (name, schema) => {
    expect(v.parse<v.GenericSchema>(schema, Symbol("of no type"))).toEqual(declaredAs(name).default);
  });

  it.each(declaredNames)("%s takes what the settings editor offers, and nothing of another type", (name) => {
    const { type, enum: choices, minimum, maximum, default: fallback } = declaredAs(name);
    expect(takes(name, fallback)).toBe(true);
    for (const choice of choices ?? []) expect(takes(name, choice)).toBe(true);
    if (choices !== undefined) expect(takes(name, "another")).toBe(false);
    if (minimum !== undefined) expect([takes(name, minimum), takes(name, minimum - 1)]).toEqual([true, false]);
    if (maximum !== undefined) expect([takes(name, maximum), takes(name, maximum + 1)]).toEqual([true, false]);
    if (type === "integer") expect(takes(name, 1.5)).toBe(false);
    const others = [5, "5", true, null, {}, [5]].filter((value) => (type === "integer" ? value !== 5 : typeof value !== type));
    if (type === "object") others.push({ name: 5 });
    for (const value of type === "array"
      ? [5, "5", true, null, {}, [5]]
      : others.filter((each) => type !== "object" || JSON.stringify(each) !== "{}"))
      expect(takes(name, value)).toBe(false);
  });

  it("an encoding may be an entry of tokenizers, but none of a built-in name", () => {
    const values: Readonly<Record<string, unknown>> = {
      encoding: "qwen",
      tokenizers: { qwen: "models/tokenizer.json", gpt2: "mine.json" },
    };
    const patchesOf = (encoding: string) =>
      patchesOfSettings(
        (name) => (name === "encoding" ? encoding : values[name]),
        () => undefined,
      );
    expect(patchesOf("qwen")).toEqual([{ encoding: "named:qwen" }]);
    expect(patchesOf("gpt2")).toEqual([{ encoding: "gpt2" }]);
    expect(patchesOf("llama")).toEqual([]);
    expect(patchesOf("toString")).toEqual([]);
  });

  it("that do not fit are passed over one by one, and named", () => {
    const values: Readonly<Record<string, unknown>> = { stride: "2", maxLength: 8, encoding: 7, tokenColours: true };
    const refused: string[] = [];
    const patches = patchesOfSettings(
      (name) => values[name],
      (sentence) => refused.push(sentence),
    );
    expect(patches.reduce(applyPatch, defaultLens)).toEqual({
      ...defaultLens,
      windows: { ...defaultLens.windows, maxLength: 8 },
      colours: true,
    });
    expect(refused).toHaveLength(2);
    expect(refused[1]).toMatch(/^The setting tokenscope\.stride is "2"; its default is used\./);
  });

  it.each([
    { value: "secret/**", globs: ["secret/**"] },
    { value: ["secret/**", 5, null, "**/*.key"], globs: ["secret/**", "**/*.key"] },
    { value: { "secret/**": true, "kept/**": false, "**/*.key": { when: "$(basename).pub" } }, globs: ["secret/**"] },
    { value: [5], globs: [] },
    { value: { "secret/**": false }, globs: [] },
  ])("globs given as $value lose only what is none", ({ value, globs }) => {
    expect(v.parse(otherSettings["export.exclude"], value)).toEqual(globs);
    expect(v.parse(otherSettings["export.include"], value)).toEqual(globs);
  });

  it.each(declaredNames)("%s takes or passes over any hostile text, and throws nothing", (name) => {
    const schema = (otherSettings as Readonly<Record<string, v.GenericSchema>>)[name];
    for (const text of hostileTexts) {
      for (const value of [text, [text], { [text]: text }]) {
        const refused: string[] = [];
        const patches = patchesOfSettings(
          (each) => (each === name ? value : undefined),
          (sentence) => refused.push(sentence),
        );
        if (schema !== undefined) v.parse(schema, value);
        else expect(patches.length + refused.length).toBe(1);
        expect(patches.reduce(applyPatch, defaultLens).windows).toEqual(defaultLens.windows);
      }
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
