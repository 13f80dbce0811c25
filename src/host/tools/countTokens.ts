/** The tool count_tokens: how many tokens a text, files, folders or globs take, and where a budget of tokens ends in them. */
import { inEnglish } from "../../core/sentence.ts";
import * as v from "valibot";
import * as vscode from "vscode";
import { withStartAndEnd } from "../../core/tokens/document/framedText.ts";
import { tokenizeTextSteps } from "../../core/tokens/document/tokenizedText.ts";
import { cuttable } from "../../core/tokens/document/cuttable.ts";
import { cutToBudget } from "../../core/tokens/budget.ts";
import { type CountedFile, countFiles } from "../folderCounts/countFiles.ts";
import { runSliced } from "../slices.ts";
import { type Reading, readingFor, saidOfAdded } from "./reading.ts";
import { filesOfPaths } from "./textFiles.ts";
import type { Tool, ToolServices } from "./tool.ts";
import { inMarkdown } from "../literal.ts";

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
    const list = paths.map(inMarkdown).join(", ");
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

async function countText(text: string, reading: Reading, budget: number | undefined, signal: AbortSignal): Promise<object> {
  const { encoding, policy, endOfLine, addSpecialTokens } = reading;
  const source = endOfLine === "lf" ? text.replaceAll(/\r\n?/g, "\n") : text;
  const tokens = withStartAndEnd(await runSliced(tokenizeTextSteps(encoding, source, policy), signal), addSpecialTokens);
  const sizes = {
    encoding: encoding.spec.label,
    ...saidOfAdded(reading),
    tokens: tokens.tokenCount,
    characters: tokens.length,
    bytes: tokens.byteLength,
  };
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
  services: ToolServices,
  paths: readonly string[],
  reading: Reading,
  budget: number | undefined,
  signal: AbortSignal,
): Promise<object> {
  const chosen = await filesOfPaths(services.platform, paths, signal);
  const { id, label } = reading.encoding.spec;
  const { files, skipped } = await countFiles(services, chosen.files, undefined, signal, () => undefined, id);
  const tokens = files.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  const largest = files.toSorted((a, b) => b.tokenCount - a.tokenCount).slice(0, mostListed);
  const leftOut = [...chosen.skipped, ...skipped].map(({ path, reason }) => ({ path, reason: inEnglish(reason) }));
  return {
    encoding: label,
    ...saidOfAdded(reading),
    tokens,
    files: files.length,
    bytes: files.reduce((sum, { byteLength }) => sum + byteLength, 0),
    largestFirst: largest.map(({ path, tokenCount, byteLength }) => ({ path, tokens: tokenCount, bytes: byteLength })),
    ...(files.length > mostListed ? { notListed: files.length - mostListed } : {}),
    ...(leftOut.length > 0 ? { leftOut: leftOut.slice(0, mostListed), leftOutCount: leftOut.length } : {}),
    ...(budget === undefined ? {} : { budget, fits: tokens <= budget, ...(await cutInFiles(files, reading, budget, signal)) }),
  };
}

/** In which file, in the order of their paths, a budget ends, and where in it. */
async function cutInFiles(
  files: readonly CountedFile[],
  { encoding, policy, endOfLine, addSpecialTokens }: Reading,
  budget: number,
  signal: AbortSignal,
): Promise<object> {
  let left = budget;
  let whole = 0;
  for (const { tokenCount, path, byteLength, uri } of files) {
    if (tokenCount <= left) {
      left -= tokenCount;
      whole++;
      continue;
    }
    if (byteLength > longestCut) return { wholeFilesInPathOrder: whole, endsIn: path };
    const read = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const text = endOfLine === "lf" ? read.replaceAll(/\r\n?/g, "\n") : read;
    const tokenized = withStartAndEnd(await runSliced(tokenizeTextSteps(encoding, text, policy), signal), addSpecialTokens);
    return { wholeFilesInPathOrder: whole, endsIn: path, ...endOfBudget(text, cutToBudget(cuttable(tokenized), left)) };
  }
  return { wholeFilesInPathOrder: whole };
}
