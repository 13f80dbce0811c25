/** A document of 10 MB: it is looked at, typed into and hovered over while the editor goes on. Times are printed, never asserted. */
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { proseOf } from "../support/largeTexts.ts";
import { activate, closeAll, hoverAt, until, withHovers } from "./support.ts";

/** The process's own work so far, in ms: on a busy machine the clock also counts other processes' turns. Infinity where it isn't known. */
const ownTime = (): number => {
  if (typeof process === "undefined" || typeof process.cpuUsage !== "function") return Number.POSITIVE_INFINITY;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Longest time, in ms, in which nothing else got its turn on the extension host while `work` went on. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = { clock: performance.now(), own: ownTime() };
  let isRunning = true;
  const tick = (): void => {
    const now = { clock: performance.now(), own: ownTime() };
    const own = Number.isFinite(now.own) ? now.own - last.own : Number.POSITIVE_INFINITY;
    longest = Math.max(longest, Math.min(now.clock - last.clock, own));
    last = now;
    if (isRunning) setTimeout(tick, 0);
  };
  setTimeout(tick, 0);
  try {
    await work();
  } finally {
    isRunning = false;
  }
  return longest;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
const tokenAt = /token ([\d,.]+) of ([\d,.]+)/;

describe("a document of 10 MB", () => {
  before(activate);
  withHovers();

  it("is tokenized while the editor goes on, and kept current while it is typed into", async function () {
    this.timeout(240_000);
    await closeAll();
    const content = proseOf(10_000_000);
    const document = await vscode.workspace.openTextDocument({ language: "plaintext", content });
    const editor = await vscode.window.showTextDocument(document);
    const place = new vscode.Position(50_000, 3);
    const isThere = (hover: string): boolean => tokenAt.test(hover);
    const opening = await longestBlock(() => until(() => hoverAt(document, place), isThere));

    const hovers: number[] = [];
    for (let line = 1000; line < 60_000; line += 3000) {
      const start = performance.now();
      await hoverAt(document, new vscode.Position(line, 3));
      hovers.push(performance.now() - start);
    }

    const hover = await hoverAt(document, place);
    const before = Number(tokenAt.exec(hover)?.[2]?.replaceAll(/\D/g, ""));
    const typing = await longestBlock(async () => {
      for (const character of " xylophone")
        await editor.edit((edit) => edit.insert(new vscode.Position(10, 0), character), { undoStopBefore: false, undoStopAfter: false });
    });
    const after = Number(tokenAt.exec(await hoverAt(document, place))?.[2]?.replaceAll(/\D/g, ""));
    assert.ok(after > before, `${before} tokens before typing, ${after} after`);
    assert.ok(after < before + 10, `${before} tokens before typing, ${after} after`);
    const ms = (value: number): string => `${value.toFixed(1)} ms`;
    // Told with the test's own name: what a test writes to the console does not always reach the terminal.
    this.runnable().title += ` (${before} tokens · longest block while opening ${ms(opening)}, while typing ${ms(typing)} · hover, request to answer, median ${ms(median(hovers))})`;
    await closeAll();
  });
});
