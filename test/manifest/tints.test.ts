import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { tintCount, tintOf } from "../../src/lens/tints.ts";

const numbers = Array.from({ length: tintCount }, (_, tint) => tint);

it("each tint has a colour in the manifest, and a class in the views' stylesheet", () => {
  const colours = manifest.contributes.colors.map(({ id }) => id).filter((id) => /^tokenscope\.token\d+$/.test(id));
  expect(colours).toEqual(numbers.map((tint) => `tokenscope.token${tint + 1}`));
  const classes = [...readFileSync("src/views/shared/elements/tokens.css", "utf8").matchAll(/^\.c(\d+) \{/gm)].map(([, number]) =>
    Number(number),
  );
  expect(classes).toEqual(numbers);
});

it("neighbours always differ", () => {
  for (let index = 0; index < 100; index += 1) expect(tintOf(index)).not.toBe(tintOf(index + 1));
});
