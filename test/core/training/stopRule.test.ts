import { describe, expect, it } from "vitest";
import { patienceOf, StopRule } from "../../../src/core/training/stopRule.ts";

describe("StopRule", () => {
  it("stops when the least held-out loss lies as many steps back as it has patience, and says where it was", () => {
    const rule = new StopRule(100);
    const losses = [6, 5.5, 5.2, 5.3, 5.25, 5.4];
    const kinds = losses.map((loss, i) => rule.afterHeldOut({ step: i * 40, loss }).kind);
    expect(kinds).toEqual(["goesOn", "goesOn", "goesOn", "goesOn", "goesOn", "noLongerFalls"]);
    expect(rule.best).toEqual({ step: 80, loss: 5.2 });
  });

  it("goes on when asked, for as many steps again", () => {
    const rule = new StopRule(100);
    rule.afterHeldOut({ step: 0, loss: 5 });
    expect(rule.afterHeldOut({ step: 100, loss: 5.1 }).kind).toBe("noLongerFalls");
    rule.goOn(100);
    expect(rule.afterHeldOut({ step: 199, loss: 5.2 }).kind).toBe("goesOn");
    expect(rule.afterHeldOut({ step: 200, loss: 5.2 }).kind).toBe("noLongerFalls");
  });

  it.each([
    { losses: [8, 12, 15.9], kind: "goesOn" },
    { losses: [8, 16], kind: "diverged" },
    { losses: [8, Number.NaN], kind: "diverged" },
    { losses: [8, Infinity], kind: "diverged" },
    { losses: [Number.NaN], kind: "diverged" },
  ])("after the losses $losses: $kind", ({ losses, kind }) => {
    const rule = new StopRule(10);
    expect(losses.map((loss) => rule.afterStep(loss).kind).at(-1)).toBe(kind);
  });

  it("has patience for half an epoch, and for 60 steps where an epoch is short", () => {
    expect(patienceOf(519)).toBe(260);
    expect(patienceOf(8)).toBe(60);
  });
});
