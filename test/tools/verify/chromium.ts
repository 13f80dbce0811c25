/** `npm run verify -- --chromium`: generated strings and all code points once more, our engine in a page of Chromium, ids as tiktoken gives them in
 *  Node. Options: `--strings N` for each encoding, `--encoding X` (repeatable), `--words N`, `--seed S`, `--minutes M`; see main.ts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { buildDirectory, createOurs, encodingNames, vocabularyBytes } from "../bench/engineBuild.ts";
import { launchChromium } from "../hosts/chromium.mjs";
import type { PageCase, VerifyPage } from "./chromiumPage.ts";
import { codePointCount, codePointsText } from "./codePoints.ts";
import { textGenerator } from "./generatedText.ts";
import { createOracle } from "./oracle.ts";
import { literal } from "./shrink.ts";

/** Of texts that are sent to the page at once, in code units. */
const unitsPerCall = 500_000;
const codePointsPerCase = 256;

/** What chromiumPage.ts puts there. */
type InPage = typeof globalThis & { readonly verify: VerifyPage };

const { values } = parseArgs({
  options: {
    chromium: { type: "boolean" },
    strings: { type: "string", default: "100000" },
    encoding: { type: "string", multiple: true, default: [...encodingNames] },
    words: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
    minutes: { type: "string", default: "1000" },
  },
});
const [strings, seed, minutes] = [Number(values.strings), Number(values.seed), Number(values.minutes)];
const words = values.words === undefined ? undefined : Number(values.words);
const names = encodingNames.filter((name) => values.encoding.includes(name));
const started = performance.now();
const isLate = (share: number): boolean => performance.now() - started > share * minutes * 60_000;

/** All texts of an encoding: code points first. */
function* textsOf(tokenTexts: readonly string[]): Generator<string> {
  for (let from = 0; from < codePointCount; from += codePointsPerCase) yield codePointsText(from, from + codePointsPerCase);
  const generator = textGenerator(seed, tokenTexts);
  for (let index = 0; index < strings; index++) yield generator.fragmentsAt(index).join("");
}

let failures = 0;
const browser = await launchChromium();
try {
  const page = await browser.context.newPage();
  await page.addScriptTag({ content: readFileSync(join(buildDirectory, "verifyPage.js"), "utf8") });
  console.log(`Seed ${seed}; Chromium ${browser.context.browser()?.version() ?? ""}; ${names.join(", ")}`);

  async function checkEncoding(name: EncodingName, share: number): Promise<void> {
    const oracle = createOracle(name);
    const ours = createOurs(name, words);
    const vocabulary = Buffer.from(vocabularyBytes(name)).toString("base64");
    const isCore = await page.evaluate(([id, bytes, size]) => (globalThis as InPage).verify.load(id, bytes, size), [
      name,
      vocabulary,
      words,
    ] as const);
    if (!isCore) throw new Error("WebAssembly SIMD does not run in this page: the plain algorithm would be checked instead of the core.");
    let cases: PageCase[] = [];
    let count = 0;
    let length = 0;
    let unsent = 0; // code units
    const send = async (): Promise<void> => {
      const wrong = await page.evaluate((sent) => (globalThis as InPage).verify.check(sent), cases);
      for (const index of wrong.slice(0, 3)) console.log(`DIFFERENT  ${name} in Chromium, on ${literal(cases[index]?.text ?? "")}`);
      failures += wrong.length;
      cases = [];
      unsent = 0;
    };
    for (const text of textsOf(oracle.tokenTexts)) {
      cases.push({ text, ids: oracle.ordinary(text).join(","), ends: ours.encodeWithEnds(text, "text").ends.join(",") });
      count++;
      length += text.length;
      unsent += text.length;
      if (unsent >= unitsPerCall) {
        await send();
        if (isLate(share)) break;
      }
    }
    await send();
    oracle.free();
    console.log(
      `${name.padEnd(14)} ${count.toLocaleString("en-US")} texts, ${(length / 1e6).toFixed(1)} M characters, ${failures} differences`,
    );
  }
  for (const [index, name] of names.entries()) await checkEncoding(name, (index + 1) / names.length);
} finally {
  await browser.close();
}
console.log(
  `${failures === 0 ? "Zero" : failures} differences to tiktoken's WebAssembly build, in Chromium; ${((performance.now() - started) / 1000).toFixed(0)} s; seed ${seed}`,
);
process.exitCode = failures === 0 ? 0 : 1;
