/** One worker of the verification: takes tasks until its parent has no more, each checked against the oracle in this thread. */
import { parentPort } from "node:worker_threads";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { createOurs, loadEngine } from "../bench/engineBuild.ts";
import { readText } from "../bench/realFiles.ts";
import { codePointsText } from "./codePoints.ts";
import { describeScript, editScriptAt, scriptFailure, shrinkScript } from "./editScripts.ts";
import { textGenerator, type TextGenerator } from "./generatedText.ts";
import { createOracle, type Oracle } from "./oracle.ts";
import { literal, shrinkText } from "./shrink.ts";
import { failuresPerTask, type Failure, type Task, type TaskResult } from "./task.ts";
import { textFailure } from "./textCheck.ts";

interface Bench {
  readonly name: EncodingName;
  readonly seed: number;
  readonly words: number | undefined;
  readonly encoding: Encoding;
  readonly oracle: Oracle;
  readonly generator: TextGenerator;
}

let current: Bench | undefined;
/** Tasks of one encoding follow each other, so one is kept. */
function benchFor({ encoding: name, seed, words }: Task): Bench {
  if (current?.name === name && current.seed === seed && current.words === words) return current;
  current?.oracle.free();
  const oracle = createOracle(name);
  current = { name, seed, words, oracle, encoding: createOurs(name, words), generator: textGenerator(seed, oracle.tokenTexts) };
  return current;
}

/** Texts of one task: fragments (joined: the text) and where it comes from. */
function* textsOf(task: Task, { generator }: Bench): Generator<{ readonly parts: readonly string[]; readonly origin: string }> {
  switch (task.kind) {
    case "strings":
      for (let index = task.from; index < task.to; index++)
        yield { parts: generator.fragmentsAt(index), origin: `seed ${task.seed}, string ${index}` };
      return;
    case "code points":
      for (let from = task.from; from < task.to; from += 256) {
        yield { parts: [codePointsText(from, Math.min(from + 256, task.to))], origin: `code points ${from} … ${from + 255}` };
      }
      return;
    case "real text":
      for (const path of task.files) {
        const text = readText(path) ?? "";
        for (let from = 0; from < text.length; from += 500_000)
          yield { parts: [text.slice(from, from + 500_000)], origin: `${path} from ${from}` };
      }
      return;
    case "edits":
      return;
  }
}

function checkTexts(task: Task): TaskResult {
  const bench = benchFor(task);
  const failures: Failure[] = [];
  let cases = 0;
  let length = 0;
  for (const { parts, origin } of textsOf(task, bench)) {
    const text = parts.join("");
    const what = textFailure(bench.encoding, bench.oracle, text);
    cases += task.kind === "code points" ? 256 : 1;
    length += text.length;
    if (what === undefined) continue;
    const shrunk = shrinkText(parts, (smaller) => textFailure(bench.encoding, bench.oracle, smaller) !== undefined);
    failures.push({
      kind: task.kind,
      encoding: task.encoding,
      origin,
      what: textFailure(bench.encoding, bench.oracle, shrunk) ?? `${what} (not again: it depends on what was encoded before)`,
      shrunk: literal(shrunk),
    });
    if (failures.length >= failuresPerTask) break;
  }
  return { task, cases, length, failures };
}

function checkEdits(task: Task): TaskResult {
  const { encoding, generator } = benchFor(task);
  const { tokenizeText } = loadEngine();
  const failures: Failure[] = [];
  let cases = 0;
  let length = 0;
  for (let index = task.from; index < task.to && failures.length < failuresPerTask; index++) {
    const script = editScriptAt(task.seed, index, generator);
    const what = scriptFailure(encoding, tokenizeText, script);
    cases++;
    length += script.text.length * (script.changes.length + 1);
    if (what === undefined) continue;
    const shrunk = shrinkScript(script, (smaller) => scriptFailure(encoding, tokenizeText, smaller) !== undefined);
    failures.push({
      kind: task.kind,
      encoding: task.encoding,
      origin: `seed ${task.seed}, script ${index}`,
      what: scriptFailure(encoding, tokenizeText, shrunk) ?? `${what} (not again: it depends on what was encoded before)`,
      shrunk: describeScript(shrunk),
    });
  }
  return { task, cases, length, failures };
}

parentPort?.on("message", (task: Task) => {
  parentPort?.postMessage(task.kind === "edits" ? checkEdits(task) : checkTexts(task));
});
