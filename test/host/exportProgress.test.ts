/** What the notification of an export says: nothing of a rate at first, then rate, tokens and the time left. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { progressTeller } from "../../src/host/export/progressTeller.ts";

describe("an export's progress", () => {
  it("tells rate and time left from when writing began", () => {
    let nowMs = 0;
    const tell = progressTeller(() => nowMs);
    assert.equal(tell({ phase: "checking", done: 0, byteCount: 0, tokenCount: 0 }), "checking files");
    nowMs = 60_000; // the checks took a minute, which is not in the rate
    assert.equal(tell({ phase: "writing", done: 0, byteCount: 0, tokenCount: 0 }), "0 tokens");
    nowMs = 60_400;
    assert.equal(tell({ phase: "writing", done: 0.1, byteCount: 5e6, tokenCount: 1000 }), "1,000 tokens");
    nowMs = 62_000;
    assert.equal(tell({ phase: "writing", done: 0.25, byteCount: 25e6, tokenCount: 1_234_567 }), "12.5 MB/s, 1,234,567 tokens, 6 s left");
  });
});
