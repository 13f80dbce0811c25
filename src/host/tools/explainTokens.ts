/** The tool explain_tokens: which tokens a text, a part of a file, or a list of ids is, with offsets and merges. */
import * as v from "valibot";
import * as vscode from "vscode";
import { addedTexts } from "../../lens/addedTexts.ts";
import { liveSourceSteps } from "../../lens/sources/liveSource.ts";
import { createTokenService, type TokenService } from "../../lens/tokenService.ts";
import { spacedHex, type TokenText, textsOfTokens } from "../../lens/tokenText.ts";
import { createPause, runSliced } from "../slices.ts";
import { type Reading, readingFor } from "./reading.ts";
import type { Platform } from "../platform/platform.ts";
import { filesOfPaths } from "./textFiles.ts";
import type { Tool } from "./tool.ts";
import { inMarkdown } from "../literal.ts";

/** Tokens told at once; with merges each takes more of an answer. */
const mostTold = 100;
const mostWithMerges = 25;
/** A file of which a part is explained is read whole. Bytes. */
const longestFile = 50_000_000;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const schema = v.pipe(
  v.object({
    text: v.optional(v.string()),
    path: v.optional(v.pipe(v.string(), v.minLength(1))),
    ids: v.optional(v.pipe(v.array(index), v.minLength(1), v.maxLength(mostTold))),
    encoding: v.optional(v.string()),
    fromToken: v.optional(index),
    fromLine: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostTold))),
    merges: v.optional(v.boolean()),
  }),
  v.check(
    ({ text, path, ids }) => [text, path, ids].filter((given) => given !== undefined).length === 1,
    'Give exactly one of "text", "path" and "ids".',
  ),
);
type Input = v.InferOutput<typeof schema>;

export const explainTokens: Tool<Input> = {
  name: "tokenscope_explain_tokens",
  schema,
  prepare({ path }) {
    if (path === undefined) return { invocationMessage: vscode.l10n.t("Looking at tokens") };
    return {
      invocationMessage: vscode.l10n.t("Looking at the tokens of a file"),
      confirmationMessages: {
        title: vscode.l10n.t("Look at the tokens of a file"),
        message: new vscode.MarkdownString(
          vscode.l10n.t("Tokenscope reads {0} and shows the agent up to {1} of its tokens.", inMarkdown(path), mostTold),
        ),
      },
    };
  },
  async run(services, input, signal) {
    const reading = await readingFor(services, input.encoding);
    if (input.ids !== undefined) return explainIds(reading, input.ids);
    const text = input.path === undefined ? (input.text ?? "") : await textOfFile(services.platform, input.path, signal);
    const source = reading.endOfLine === "lf" ? text.replaceAll(/\r\n?/g, "\n") : text;
    const live = await runSliced(liveSourceSteps(reading.encoding, source, reading.policy, reading), signal);
    const from = input.fromToken ?? (input.fromLine === undefined ? 0 : live.text.tokenIndexAt(lineStart(source, input.fromLine)));
    if (from >= live.tokenCount && live.tokenCount > 0)
      throw new Error(`There is no token ${from}: the text has ${live.tokenCount}. Ask for fromToken below that.`);
    return explainText(createTokenService(live, createPause), source, from, input);
  },
};

function explainIds({ encoding }: Reading, ids: readonly number[]): object {
  const { vocabulary, spec } = encoding;
  const unknown = ids.find((id) => !vocabulary.isToken(id));
  if (unknown !== undefined)
    throw new Error(
      `${spec.label} has no token ${unknown}: its ids are below ${vocabulary.vocabSize}. Name the encoding the ids come from.`,
    );
  return {
    encoding: spec.label,
    text: encoding.decode(ids),
    tokens: textsOfTokens(vocabulary, ids).map((text, at) => ({ id: ids[at], ...said(text) })),
  };
}

async function explainText(service: TokenService, text: string, from: number, { count, merges }: Input): Promise<object> {
  const { source } = service;
  const most = merges === true ? mostWithMerges : mostTold;
  const to = Math.min(source.tokenCount, from + Math.min(count ?? most, most));
  const tokens: object[] = [];
  let line = 1;
  let lineFrom = 0;
  for (let at = from; at < to; at++) {
    const token = source.text?.tokenAt(at);
    const description = await service.describe(at, { maxLength: 1, stride: 1 });
    if (token === undefined || description === undefined) break;
    if (at === from) line = text.slice(0, token.from).split("\n").length;
    else line += text.slice(lineFrom, token.from).split("\n").length - 1;
    lineFrom = token.from;
    tokens.push({
      index: at,
      id: description.id,
      ...said(description.text),
      from: token.from,
      to: token.to,
      line,
      ...(description.special ? { special: true } : {}),
      ...(merges === true && description.merges.length > 0
        ? {
            piece: said(description.piece),
            merges: description.merges.map(({ left, right, rank }) => [plain(left), plain(right), rank]),
          }
        : {}),
    });
  }
  return {
    encoding: source.encoding.spec.label,
    ...(source.text?.added === undefined ? {} : { with: addedTexts(source.encoding, source.text.added).join(" ") }),
    tokenCount: source.tokenCount,
    from,
    to,
    ...(to < source.tokenCount ? { more: `Ask again with fromToken ${to} for the next ones.` } : {}),
    tokens,
  };
}

/** Where a 1-based line starts, in code units. @throws Error when there is no such line */
function lineStart(text: string, line: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf("\n", start);
    if (end < 0) throw new Error(`There is no line ${line}: the text has ${at}.`);
    start = end + 1;
  }
  return start;
}

async function textOfFile(platform: Platform, path: string, signal: AbortSignal): Promise<string> {
  const { files } = await filesOfPaths(platform, [path], signal);
  const [file] = files;
  if (file === undefined || files.length !== 1) throw new Error(`"${path}" is ${files.length} files. Name a single one.`);
  const { size } = await vscode.workspace.fs.stat(file.uri);
  if (size > longestFile) throw new Error(`"${path}" has ${size} bytes, more than ${longestFile}. Give the part that matters as "text".`);
  const bytes = await vscode.workspace.fs.readFile(file.uri);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`"${path}" is not UTF-8 text.`, { cause: error });
  }
}

/** A token that holds only a part of a character says its bytes. */
const said = (text: TokenText): object => ("text" in text ? text : { bytes: spacedHex(text.bytes) });
const plain = (text: TokenText): string => ("text" in text ? text.text : `[${spacedHex(text.bytes)}]`);
