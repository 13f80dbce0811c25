import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowCount, windowsWithToken } from "../../src/core/windows/slidingWindow.ts";
import { changeLens, defaultLens } from "../../src/lens/lens.ts";
import { settleSelection } from "../../src/lens/selection.ts";

/** 20 tokens in windows of 4, one every 4: windows 0 to 3. */
const windows = { maxLength: 4, stride: 4 };
const nothing = { selectedToken: null, selectedWindow: 0 };

describe("the selection", () => {
  it.each([
    { about: "a token takes the window along", before: nothing, chosen: { selectedToken: 9 }, token: 9, window: 2 },
    { about: "a token in no window takes the nearest along", before: nothing, chosen: { selectedToken: 19 }, token: 19, window: 3 },
    {
      about: "a window takes the token along to its first",
      before: { selectedToken: 1, selectedWindow: 0 },
      chosen: { selectedWindow: 2 },
      token: 8,
      window: 2,
    },
    {
      about: "a window leaves a token that is its input",
      before: { selectedToken: 9, selectedWindow: 0 },
      chosen: { selectedWindow: 2 },
      token: 9,
      window: 2,
    },
    {
      about: "a token and a window chosen together stay so",
      before: nothing,
      chosen: { selectedToken: 12, selectedWindow: 2 },
      token: 12,
      window: 2,
    },
    {
      about: "no token leaves the window",
      before: { selectedToken: 9, selectedWindow: 2 },
      chosen: { selectedToken: null },
      token: null,
      window: 2,
    },
    { about: "a token behind the end is the last", before: nothing, chosen: { selectedToken: 99 }, token: 19, window: 3 },
    { about: "a window behind the end is the last", before: nothing, chosen: { selectedWindow: 99 }, token: 12, window: 3 },
    { about: "nothing chosen changes nothing that fits", before: { selectedToken: 5, selectedWindow: 1 }, chosen: {}, token: 5, window: 1 },
  ])("$about", ({ before, chosen, token, window }) => {
    expect(settleSelection(before, chosen, 20, windows)).toEqual({ selectedToken: token, selectedWindow: window });
  });

  it("of an empty text is none", () => {
    expect(settleSelection({ selectedToken: 5, selectedWindow: 3 }, {}, 0, windows)).toEqual(nothing);
  });

  it("is not cut while the tokens are not known", () => {
    const far = { selectedToken: 4_000_000, selectedWindow: 1_000_000 };
    expect(settleSelection(far, {}, undefined, windows)).toEqual(far);
  });

  it("is inside the text and together, after any choices", () => {
    const chosen = fc.record({ selectedToken: fc.option(fc.nat(40)), selectedWindow: fc.nat(40) }, { requiredKeys: [] });
    const lengths = fc.record({
      tokenCount: fc.nat(30),
      maxLength: fc.integer({ min: 1, max: 8 }),
      stride: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(chosen), lengths, (choices, { tokenCount, ...options }) => {
        let selection = settleSelection(nothing, {}, tokenCount, options);
        for (const choice of choices) {
          selection = settleSelection(selection, choice, tokenCount, options);
          const { selectedToken, selectedWindow } = selection;
          const count = windowCount(tokenCount, options);
          expect(selectedWindow).toBeLessThan(Math.max(1, count));
          if (selectedToken === null) continue;
          expect(selectedToken).toBeLessThan(tokenCount);
          const { input } = windowsWithToken(selectedToken, tokenCount, options);
          const isInput = selectedWindow >= input.windowFrom && selectedWindow < input.windowTo;
          const wereChosenTogether = choice.selectedToken !== undefined && choice.selectedWindow !== undefined;
          if (input.windowFrom < input.windowTo && !wereChosenTogether) expect(isInput).toBe(true);
        }
      }),
    );
  });
});

describe("a change of the lens", () => {
  it("settles the selection on windows of another length", () => {
    const lens = changeLens(defaultLens, { selectedToken: 9 }, 20);
    expect(changeLens(lens, { windows: { maxLength: 2, stride: 2 } }, 20)).toMatchObject({ selectedToken: 9, selectedWindow: 4 });
  });
});
