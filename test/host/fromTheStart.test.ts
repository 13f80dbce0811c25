/** What Tokenscope shows without being asked, and what it leaves alone: hovers by their setting, hints, colours of what is seen. */
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { Encodings } from "../../src/host/documents/encodings.ts";
import type { LensedDocument } from "../../src/host/documents/lenses.ts";
import { LiveText } from "../../src/host/documents/liveText.ts";
import { Revisions } from "../../src/host/documents/revisions.ts";
import { tokenRanges } from "../../src/host/editor/drawnTokens.ts";
import { statusTooltip } from "../../src/host/editor/statusTooltip.ts";
import { defaultLens, type Lens } from "../../src/lens/lens.ts";
import { activate, closeAll, hoverAt, noFiles, openText, until, withSetting } from "./support.ts";

/** A document under a lens of its own, tokenized. */
async function lensedText(content: string, options: Partial<Lens> = {}, eol = vscode.EndOfLine.LF): Promise<LensedDocument> {
  const { document } = await openText(content, eol);
  const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
  assert.ok(extension);
  const lens = { ...defaultLens, ...options };
  const log = vscode.window.createOutputChannel("Tokenscope tests", { log: true });
  const live = new LiveText(document, lens, {
    encodings: new Encodings(extension.extensionUri, noFiles, () => undefined),
    revisions: new Revisions(),
    log,
  });
  await live.settled;
  return { document, lens, live };
}

describe("the hover's setting", () => {
  before(activate);
  const place = new vscode.Position(0, 5);

  it("by default keeps the hover away while no view is open and no colours are on", async () => {
    await closeAll();
    const { document } = await openText("The cat");
    assert.equal(await hoverAt(document, place), "");
  });

  it("by default shows it once the document's colours are on", async () => {
    await closeAll();
    const { document } = await openText("The cat");
    await vscode.commands.executeCommand("tokenscope.toggleTokenColours");
    assert.ok((await hoverAt(document, place)).includes("**3797**"));
  });

  it("always shows it when it says so, and never when it says off", async () => {
    const { document } = await openText("The cat");
    assert.ok((await withSetting("hover", "always", () => hoverAt(document, place))).includes("**3797**"));
    await vscode.commands.executeCommand("tokenscope.toggleTokenColours");
    assert.equal(await withSetting("hover", "off", () => hoverAt(document, place)), "");
  });
});

describe("the hint for chat markers", () => {
  before(activate);

  it("stands where a marker is that the encoding does not have", async () => {
    const { document } = await openText("<|im_start|>user\nHi<|im_end|><|endoftext|>\n");
    await vscode.commands.executeCommand("tokenscope.copyTokenIds");
    const hints = await until(
      () => vscode.languages.getDiagnostics(document.uri),
      (found) => found.length > 0,
    );
    assert.deepEqual(
      hints.map(({ range, severity }) => [range.start.line, range.start.character, range.end.character, severity]),
      [
        [0, 0, 12, vscode.DiagnosticSeverity.Hint],
        [1, 2, 12, vscode.DiagnosticSeverity.Hint],
      ],
    );
  });
});

describe("coloured tokens", () => {
  const whole = (document: vscode.TextDocument): vscode.Range =>
    new vscode.Range(0, 0, document.lineCount - 1, document.lineAt(document.lineCount - 1).text.length);

  it("are drawn in a long line as far as VS Code draws it, also behind its 8,000th column", async () => {
    const lensed = await lensedText("a1".repeat(6000));
    const ranges = tokenRanges(lensed, [whole(lensed.document)], new vscode.Position(0, 0)).ranges.flat();
    assert.ok(ranges.some(({ start }) => start.character > 8000 && start.character < 8100));
    assert.equal(Math.max(...ranges.map(({ end }) => end.character)), 10_000);
  });

  it("lie each in one line and cover all but line breaks, whatever the line breaks are", async () => {
    const content = "One two\n\n\n  three 🐈 four\n漢字\n";
    for (const eol of [vscode.EndOfLine.LF, vscode.EndOfLine.CRLF]) {
      const lensed = await lensedText(content, {}, eol);
      const drawn = tokenRanges(lensed, [whole(lensed.document)], new vscode.Position(0, 0));
      assert.ok(!drawn.isAboutCaret);
      const ranges = drawn.ranges.flat();
      assert.ok(ranges.every((range) => range.isSingleLine && !range.isEmpty));
      const covered = ranges.sort((a, b) => a.start.compareTo(b.start)).map((range) => lensed.document.getText(range));
      assert.equal(covered.join(""), content.replaceAll("\n", ""));
    }
  });

  it("are drawn about the cursor where a screen holds more than VS Code could take", async () => {
    const lensed = await lensedText("a1".repeat(30_000));
    const part = new vscode.Range(0, 10, 0, 60_000); // begins inside the line: the line is wrapped
    const drawn = tokenRanges(lensed, [part], new vscode.Position(0, 50_000));
    assert.ok(drawn.isAboutCaret); // drawn anew when it moves
    const ranges = drawn.ranges.flat();
    const columns = ranges.map(({ start }) => start.character);
    assert.ok(Math.min(...columns) < 50_000 && Math.max(...columns) >= 50_000);
    assert.ok(ranges.length <= 20_000);
  });
});

describe("the status bar's tooltip", () => {
  const told = (lensed: LensedDocument, contextWindow?: number): string => {
    assert.ok(lensed.live.ready);
    return statusTooltip(lensed, lensed.live.ready.text, undefined, contextWindow).value;
  };

  it("tells characters, bytes, characters per token and line breaks", async () => {
    const text = told(await lensedText("The cat\nsat café"));
    for (const part of ["5 tokens", "16 characters", "17 bytes", "3.20 characters per token", "1 line break", "`\\n`", "`gpt2`"])
      assert.ok(text.includes(part), `"${part}" is missing in: ${text}`);
  });

  it("tells that a line break counts as one character where the document has two", async () => {
    const text = told(await lensedText("a\nb\nc", {}, vscode.EndOfLine.CRLF));
    assert.match(text, /2 line breaks, each counted as `\\n`, not as the `\\r\\n` of the document/);
  });

  it("tells the share of the context window that the user chose", async () => {
    assert.match(told(await lensedText("The cat"), 128_000), /2 of 128.000 \(0 %\)/);
    assert.ok(!told(await lensedText("The cat")).includes(" %)"));
  });

  it("counts in every encoding on demand", async () => {
    assert.ok(told(await lensedText("The cat")).includes("(command:tokenscope.selectEncoding?"));
  });
});
