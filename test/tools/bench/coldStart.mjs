/** One cold start, in a process of its own: prints the milliseconds from here to the first ids (Node's own modules are loaded before).
 *  Arguments: tokenizer, encoding, our bundled engine, our vocabulary file. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const started = performance.now();
const processorStarted = process.cpuUsage();
const [starter, encoding, enginePath, vocabularyPath] = process.argv.slice(2);
const sentence = "The cat sat on the mat; it'll be 1024 steps to the naïve café.";

/** gpt-tokenizer and js-tiktoken name the same tables for gpt2 and p50k_edit. */
async function firstIds() {
  switch (starter) {
    case "Tokenscope": {
      const { builtInEncoding, createEncoding } = require(enginePath);
      return createEncoding(builtInEncoding(encoding), readFileSync(vocabularyPath)).encode(sentence, "text");
    }
    case "hypertok": {
      const [{ fromBytes }, { vocabulary }] = await Promise.all([
        import("hypertok"),
        import(`@hypertok/vocab-${encoding.replace("_base", "")}`),
      ]);
      return (await fromBytes(readFileSync(vocabulary), { tier: "single" })).encodeSync(sentence);
    }
    case "gpt-tokenizer":
      return (await import(`gpt-tokenizer/encoding/${encoding}`)).encode(sentence);
    case "gpt-tokenizer (CommonJS)":
      return require(`gpt-tokenizer/encoding/${encoding}`).encode(sentence);
    case "js-tiktoken": {
      const [{ Tiktoken }, { default: ranks }] = await Promise.all([import("js-tiktoken/lite"), import(`js-tiktoken/ranks/${encoding}`)]);
      return new Tiktoken(ranks).encode(sentence);
    }
    case "tiktoken":
      return require("tiktoken").get_encoding(encoding).encode(sentence);
    case "bpe-lite":
      return require("bpe-lite").encode(sentence, encoding === "cl100k_base" ? "openai" : "openai-o200k");
    case "ai-tokenizer": {
      const [{ Tokenizer }, vocabulary] = await Promise.all([import("ai-tokenizer"), import(`ai-tokenizer/encoding/${encoding}`)]);
      return new Tokenizer(vocabulary).encode(sentence);
    }
    default:
      throw new Error(`Unknown tokenizer ${starter}: add it to coldStart.mjs.`);
  }
}

const ids = await firstIds();
if (ids.length < 15) throw new Error(`${starter} gave ${ids.length} ids for the sentence; about 20 were expected.`);
const { user, system } = process.cpuUsage(processorStarted);
process.stdout.write(String(Math.min(performance.now() - started, (user + system) / 1000))); // waiting for other programs does not count
