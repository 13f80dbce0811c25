/** Real tokenizers' files against Hugging Face's own library (its Rust code, through @anush008/tokenizers; for Mistral's tekken tiktoken, as mistral-common
 *  1.x): the same ids for generated strings and real text, with start and end tokens and without, ends that ascend to the text's end, and edits that equal a fresh start. Options after `--`: `--strings N`, `--edits N`, `--text MB`
 *  (for each file), `--file X` (repeatable; a path to any tokenizer.json, too), `--seed S`. Ends with 1 if anything differs. Started by verifyFiles.mjs. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { finish } from "../../../src/core/steps.ts";
import { withStartAndEnd } from "../../../src/core/tokens/document/framedText.ts";
import { tokenizeText } from "../../../src/core/tokens/document/tokenizedText.ts";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import { compileTokenizerSteps } from "../../../src/core/tokens/files/compiledTokenizer.ts";
import { fileEncodingSteps } from "../../../src/core/tokens/files/fileEncoding.ts";
import { readTokenizerFile } from "../../../src/core/tokens/files/readTokenizerFile.ts";
import { readText, realFiles } from "../bench/realFiles.ts";
import { seededRandom, shuffled } from "../bench/seededRandom.ts";
import { editScriptAt, scriptFailure } from "../verify/editScripts.ts";
import { textGenerator } from "../verify/generatedText.ts";
import { literal } from "../verify/shrink.ts";
import { difference } from "../verify/textCheck.ts";
import { realFileBytes, realNames, referenceOf } from "./realTokenizers.ts";

const [directory = "", ...args] = process.argv.slice(2);
const { values } = parseArgs({
  args,
  options: {
    strings: { type: "string", default: "100000" },
    edits: { type: "string", default: "2000" },
    text: { type: "string", default: "10" },
    file: { type: "string", multiple: true, default: [...realNames] },
    seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
  },
});
const seed = Number(values.seed);

/** With start and end tokens each so many-th text is looked at. */
const withAddedEach = 16;

/** Strings of which the next is sent while the one before is looked at. */
const atOnce = 64;
const mostFailures = 3;

async function verify(name: string): Promise<number> {
  const started = performance.now();
  const reference = referenceOf(directory, name);
  const compiled = finish(compileTokenizerSteps(readTokenizerFile(realFileBytes(directory, name), name, undefined)));
  const encoding = finish(fileEncodingSteps(compiled, { id: name, label: name, usedBy: "" }));
  const expected = (text: string): Promise<readonly number[]> => reference(text.toWellFormed(), false);
  let checked = 0;
  const generator = textGenerator(seed, tokenTexts(encoding));
  const failures: string[] = [];
  const check = async (parts: readonly string[], origin: string): Promise<void> => {
    const text = parts.join("");
    if (checked++ % withAddedEach === 0) {
      const ids = withStartAndEnd(tokenizeText(encoding, text, "allow"), true).ids();
      const differs = difference(ids, await reference(text.toWellFormed(), true));
      if (differs !== undefined) failures.push(`${origin}, with start and end tokens: ${differs} in ${literal(text)}`);
    }
    if (failures.length >= mostFailures || problem(encoding, text, await expected(text)) === undefined) return;
    let smallest = text;
    for (let at = 0; at < parts.length; at++) {
      const smaller = [...parts.slice(0, at), ...parts.slice(at + 1)].join("");
      if (problem(encoding, smaller, await expected(smaller)) !== undefined && smaller.length < smallest.length) smallest = smaller;
    }
    failures.push(`${origin}: ${problem(encoding, smallest, await expected(smallest))} in ${literal(smallest)}`);
  };

  const strings = Number(values.strings);
  for (let from = 0; from < strings && failures.length < mostFailures; from += atOnce) {
    const to = Math.min(strings, from + atOnce);
    await Promise.all(
      Array.from({ length: to - from }, (_, i) => check(generator.fragmentsAt(from + i), `seed ${seed}, string ${from + i}`)),
    );
  }
  const read = await checkRealText(check, () => failures.length >= mostFailures);
  const edits = Number(values.edits);
  for (let index = 0; index < edits && failures.length < mostFailures; index++) {
    const script = editScriptAt(seed, index, generator);
    const what = scriptFailure(encoding, tokenizeText, script);
    if (what !== undefined) failures.push(`seed ${seed}, script ${index}: ${what}`);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${name}: ${strings.toLocaleString("en-US")} strings, ${(read / 1e6).toFixed(1)} M characters of real text, ${edits.toLocaleString("en-US")} edit scripts: ${failures.length} differences (${seconds} s, seed ${seed})`,
  );
  for (const failure of failures) console.log(`  ${failure}`);
  return failures.length;
}

/** The npm packages of the repository, up to as many megabytes as were asked for. @returns code units read */
async function checkRealText(check: (parts: readonly string[], origin: string) => Promise<void>, isEnough: () => boolean): Promise<number> {
  const files = realFiles(join(directory, "../../../node_modules"), (file) =>
    /\.(md|txt|ts|js|mjs|json|css|html|py|map|cc|h|rs)$/i.test(file),
  );
  let left = Number(values.text) * 1e6;
  let read = 0;
  for (const { path, size } of shuffled(files, seededRandom(seed))) {
    if (left <= 0 || isEnough()) break;
    const text = readText(path) ?? "";
    for (let from = 0; from < text.length; from += 300_000) await check([text.slice(from, from + 300_000)], `${path} from ${from}`);
    left -= size;
    read += text.length;
  }
  return read;
}

function problem(encoding: Encoding, text: string, expected: readonly number[]): string | undefined {
  try {
    const { ids, ends } = encoding.encodeWithEnds(text);
    const differs = difference(ids, expected);
    if (differs !== undefined) return differs;
    if (ends.some((end, i) => end < (ends[i - 1] ?? 0)) || (ids.length > 0 && ends.at(-1) !== text.length))
      return "ends that do not ascend to the text's end";
    return encoding.countTokens(text) === ids.length ? undefined : "another count";
  } catch (error) {
    return `an exception: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Some tokens that are text. */
function tokenTexts({ vocabulary }: Encoding): string[] {
  const random = seededRandom(1);
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const texts = [...vocabulary.specialTokens.tokens.keys()].slice(0, 500);
  while (texts.length < 20_000) {
    const id = random.below(vocabulary.vocabSize);
    if (!vocabulary.isToken(id)) continue;
    try {
      texts.push(utf8.decode(vocabulary.tokenBytes(id)));
    } catch {
      // part of a character: no text
    }
  }
  return texts;
}

let differences = 0;
for (const name of values.file) differences += await verify(name);
process.exitCode = differences === 0 ? 0 : 1;
