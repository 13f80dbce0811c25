/** The tool count_tokens: how many tokens a text, files, folders or globs take, and where a budget of tokens ends in them. */
import * as v from "valibot";
import * as vscode from "vscode";
import { tokenizeTextSteps } from "../../core/tokens/document/tokenizedText.ts";
import { cuttable } from "../../core/tokens/document/cuttable.ts";
import { cutToBudget } from "../../core/tokens/budget.ts";
import type { ChosenFile } from "../chosenFiles/chosenFiles.ts";
import { runSliced } from "../slices.ts";
import { type CountedFile, countFile, type FileReading, filesOfPaths } from "./textFiles.ts";
import { readingFor } from "./reading.ts";
import type { Tool, ToolServices } from "./tool.ts";

/** Files and reasons listed; the rest is only counted. */
const mostListed = 50;
/** A file in which the end of a budget is looked for is read whole. Bytes. */
const longestCut = 50_000_000;

const schema = v.pipe(
  v.object({
    text: v.optional(v.string()),
    paths: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1), v.maxLength(100))),
    encoding: v.optional(v.string()),
    budget: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  v.check(({ text, paths }) => (text === undefined) !== (paths === undefined), 'Give either "text" or "paths", not both and not neither.'),
);
type Input = v.InferOutput<typeof schema>;

export const countTokens: Tool<Input> = {
  name: "tokenscope_count_tokens",
  schema,
  prepare({ paths }) {
    if (paths === undefined) return { invocationMessage: vscode.l10n.t("Counting tokens") };
    const list = paths.map((path) => `\`${path.replaceAll("`", "")}\``).join(", ");
    return {
      invocationMessage: vscode.l10n.t("Counting tokens in files"),
      confirmationMessages: {
        title: vscode.l10n.t("Count tokens in files"),
        message: new vscode.MarkdownString(vscode.l10n.t("Tokenscope reads {0} and tells the agent how many tokens each file has.", list)),
      },
    };
  },
  async run(services, input, signal) {
    const reading = await readingFor(services, input.encoding);
    return input.paths === undefined
      ? countText(input.text ?? "", reading, input.budget, signal)
      : countPaths(services, input.paths, reading, input.budget, signal);
  },
};

async function countText(
  text: string,
  { encoding, policy, endOfLine }: FileReading,
  budget: number | undefined,
  signal: AbortSignal,
): Promise<object> {
  const source = endOfLine === "lf" ? text.replaceAll(/\r\n?/g, "\n") : text;
  const tokens = await runSliced(tokenizeTextSteps(encoding, source, policy), signal);
  const sizes = { encoding: encoding.spec.id, tokens: tokens.tokenCount, characters: tokens.length, bytes: tokens.byteLength };
  if (budget === undefined) return sizes;
  return { ...sizes, budget, ...endOfBudget(source, cutToBudget(cuttable(tokens), budget)), fits: tokens.tokenCount <= budget };
}

/** Where a beginning ends, for whoever must cut there: also the last whole line before. */
function endOfBudget(text: string, { to, tokenCount }: { readonly to: number; readonly tokenCount: number }): object {
  if (to === text.length) return {};
  const before = text.slice(0, to);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  return {
    cut: {
      character: to,
      line,
      column: to - lineStart + 1,
      tokensBefore: tokenCount,
      textBefore: before.slice(-40),
      textAfter: text.slice(to, to + 40),
      lastWholeLine: line - 1,
    },
  };
}

async function countPaths(
  { platform }: ToolServices,
  paths: readonly string[],
  reading: FileReading,
  budget: number | undefined,
  signal: AbortSignal,
): Promise<object> {
  const { files, skipped } = await filesOfPaths(paths, signal);
  const counted: (CountedFile & { readonly file: ChosenFile })[] = [];
  const leftOut = skipped.map(({ path, reason }) => ({ path, reason }));
  for (const file of files) {
    const found = await countFile(platform, file, reading, signal);
    if (typeof found === "string") leftOut.push({ path: file.path, reason: found });
    else counted.push({ ...found, file });
  }
  const tokens = counted.reduce((sum, file) => sum + file.tokens, 0);
  const largest = counted.toSorted((a, b) => b.tokens - a.tokens).slice(0, mostListed);
  return {
    encoding: reading.encoding.spec.id,
    tokens,
    files: counted.length,
    bytes: counted.reduce((sum, file) => sum + file.bytes, 0),
    largestFirst: largest.map(({ path, tokens, bytes }) => ({ path, tokens, bytes })),
    ...(counted.length > mostListed ? { notListed: counted.length - mostListed } : {}),
    ...(leftOut.length > 0 ? { leftOut: leftOut.slice(0, mostListed), leftOutCount: leftOut.length } : {}),
    ...(budget === undefined ? {} : { budget, fits: tokens <= budget, ...(await cutInFiles(counted, reading, budget, signal)) }),
  };
}

/** In which file, in the order of their paths, a budget ends, and where in it. */
async function cutInFiles(
  counted: readonly (CountedFile & { readonly file: ChosenFile })[],
  { encoding, policy, endOfLine }: FileReading,
  budget: number,
  signal: AbortSignal,
): Promise<object> {
  let left = budget;
  let whole = 0;
  for (const { tokens, path, bytes, file } of counted) {
    if (tokens <= left) {
      left -= tokens;
      whole++;
      continue;
    }
    if (bytes > longestCut) return { wholeFilesInPathOrder: whole, endsIn: path };
    const read = new TextDecoder().decode(await vscode.workspace.fs.readFile(file.uri));
    const text = endOfLine === "lf" ? read.replaceAll(/\r\n?/g, "\n") : read;
    const tokenized = await runSliced(tokenizeTextSteps(encoding, text, policy), signal);
    return { wholeFilesInPathOrder: whole, endsIn: path, ...endOfBudget(text, cutToBudget(cuttable(tokenized), left)) };
  }
  return { wholeFilesInPathOrder: whole };
}
