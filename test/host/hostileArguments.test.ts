/** Commands given what no menu, link or key binding of ours gives: anyone's key binding or extension can. Each call is passed over or answered in a
 *  clear sentence; nothing is thrown, nothing is left unhandled, nothing is written. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { hostileTexts } from "../support/hostileTexts.ts";
import { activate, closeAll, copiedIds, openText } from "./support.ts";

/** Every command that looks at what it is given. */
const takers = [
  "showTokenIds",
  "showStrideWindows",
  "compareEncodings",
  "openEmbeddingInspector",
  "exportDataset",
  "copyAsRayData",
  "countTokens",
  "filterCounts",
  "selectFirstTokens",
  "loadEmbeddingWeights",
] as const;
type Taker = (typeof takers)[number];

const folder = (): vscode.Uri => {
  const [opened] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(opened);
  return vscode.Uri.joinPath(opened.uri, "hostile arguments test");
};
const out = (): vscode.Uri => vscode.Uri.joinPath(folder(), "out");

/** Throws whenever it is touched. */
const thorny = new Proxy(
  {},
  {
    get: () => {
      throw new Error("thorns");
    },
    has: () => {
      throw new Error("thorns");
    },
    ownKeys: () => {
      throw new Error("thorns");
    },
    getPrototypeOf: () => {
      throw new Error("thorns");
    },
  },
);
const circular: { self?: unknown } = {};
circular.self = circular;
const deep = Array.from({ length: 5000 }).reduce<unknown>((inner) => [inner], []);
const numbers = [0, -0, 1, -1, 1.5, 1e-7, 2 ** 31, 2 ** 53, 1e308, -1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const others: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  10n,
  2n ** 4000n,
  Symbol("symbol"),
  () => "function",
  [],
  [[]],
  {},
  Object.create(null),
  JSON.parse('{"__proto__":{"format":"bin","orSample":true},"constructor":1}'),
  new Map([["uri", "x"]]),
  new Date(Number.NaN),
  /x/u,
  new Error("an error"),
  new Uint8Array(1_000_000),
  Array.from({ length: 100_000 }, () => ""),
  "x".repeat(1_000_000),
  thorny,
  circular,
  deep,
];
/** Values of the right kind of object with wrong things in it. */
const shaped = (value: unknown): readonly unknown[] => [
  { uri: value, index: 0 },
  { uri: "untitled:hostile", index: value },
  { orSample: value },
  { format: value, folder: value, split: value, windows: value, labels: value, files: value, overwrite: value },
  { format: "bin", files: [value], folder: out().toString(), split: { by: "none", validationFraction: value }, overwrite: true },
  { format: "windows-jsonl", windows: { maxLength: value, stride: value }, folder: out().toString() },
];

/** Where each call looks for a file: every tenth string, which still has some of each kind. */
const everyTenth = hostileTexts.filter((_, i) => i % 10 === 0);

const links: Record<string, (text: string) => unknown> = {
  "as it is": (text) => text,
  "as the address of a token": (text) => ({ uri: text, index: 1 }),
  "as a file to take": (text) => vscode.Uri.joinPath(folder(), "nowhere", text),
  "as a file to take, of a scheme that nobody serves": (text) => vscode.Uri.from({ scheme: "hostile", path: `/x${text}` }),
  "as a file and a folder of an answer": (text) => ({
    format: "bin",
    files: [text],
    folder: text,
    split: { by: "none", validationFraction: 0 },
    overwrite: true,
  }),
};

/** Stands in for VS Code's own messages and dialogs: they are closed at once. */
const sentences: string[] = [];
const say = (message: string): Promise<undefined> => Promise.resolve(void sentences.push(message));
const close = (): Promise<undefined> => Promise.resolve(undefined);
const standIns = {
  showErrorMessage: say,
  showWarningMessage: say,
  showInformationMessage: say,
  showQuickPick: close,
  showInputBox: close,
  showOpenDialog: close,
};
const { showErrorMessage, showWarningMessage, showInformationMessage, showQuickPick, showInputBox, showOpenDialog } = vscode.window;

/** Rejections that nobody handled, in the Node host and in the web worker alike. */
const unhandled: string[] = [];
const onNode = (reason: unknown): void => void unhandled.push(String(reason));
const onWorker = (event: PromiseRejectionEvent): void => void unhandled.push(String(event.reason));
const isNode = typeof process === "object" && typeof process.on === "function";

/** Sentences that an engine makes where a program trusted what it was given, or that end nowhere. */
const unclear =
  /is not a function|is not iterable|Cannot (read|convert|destructure|mix)|Invalid (array|string) length|call stack|ENOENT|ENOTDIR|^\s*$|: \s*$/u;

async function call(command: Taker, argument: unknown): Promise<void> {
  assert.equal(await vscode.commands.executeCommand(`tokenscope.${command}`, argument), undefined);
}

describe("hostile arguments of commands", () => {
  before(async () => {
    await activate();
    await closeAll();
    await vscode.workspace.fs.createDirectory(out());
    Object.assign(vscode.window, standIns);
    if (isNode) process.on("unhandledRejection", onNode);
    else globalThis.addEventListener("unhandledrejection", onWorker);
    await openText("The cat sat on the mat. ".repeat(20));
  });
  afterEach(async () => {
    const said = sentences.splice(0);
    assert.deepEqual(
      said.filter((sentence) => unclear.test(sentence) || sentence.includes("](")),
      [],
    );
    assert.deepEqual(await vscode.workspace.fs.readDirectory(out()), []);
  });
  after(async () => {
    Object.assign(vscode.window, {
      showErrorMessage,
      showWarningMessage,
      showInformationMessage,
      showQuickPick,
      showInputBox,
      showOpenDialog,
    });
    if (isNode) process.off("unhandledRejection", onNode);
    else globalThis.removeEventListener("unhandledrejection", onWorker);
    await vscode.commands.executeCommand("tokenscope.closeCounts");
    await vscode.workspace.fs.delete(folder(), { recursive: true });
    await closeAll();
    assert.deepEqual(unhandled, []);
  });

  for (const command of takers)
    it(`${command} takes values of every other kind, and what has them inside`, async () => {
      for (const value of [...numbers, ...others]) {
        await call(command, value);
        // Each of these counts the folder anew.
        if (command !== "countTokens") for (const argument of shaped(value)) await call(command, argument);
      }
    });

  for (const [command, ways] of [
    ["filterCounts", ["as it is"]],
    ["showTokenIds", ["as the address of a token", "as a file to take"]],
    ["loadEmbeddingWeights", ["as a file to take", "as a file to take, of a scheme that nobody serves"]],
    ["countTokens", ["as a file to take"]],
    ["exportDataset", ["as a file to take", "as a file and a folder of an answer"]],
    ["copyAsRayData", ["as a file and a folder of an answer"]],
  ] as const)
    for (const way of ways)
      it(`${command} takes a string of every kind ${way}`, async () => {
        for (const text of way === "as it is" ? hostileTexts : everyTenth) await call(command, links[way]?.(text));
      });

  it("leave the extension as it was: a text is tokenized as before", async () => {
    await closeAll();
    await openText("The cat");
    assert.deepEqual(await copiedIds(), [464, 3797]);
  });
});
