/** The tokenizers ours is measured against, each driven by its fastest public call that encodes plain text, and ours, all as one shape. Peers are
 *  CommonJS builds loaded from test/tools/bench/node_modules; where a package takes a rank file, it gets the one that gpt-tokenizer ships. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type * as jsTiktoken from "js-tiktoken/lite";
import type * as tiktoken from "tiktoken";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { benchDirectory, createOurs } from "./engineBuild.ts";

export type Encode = (text: string) => ArrayLike<number>;

export interface Contestant {
  readonly name: string;
  readonly version: string;
  readonly language: "JavaScript" | "WebAssembly" | "native";
  readonly encodings: readonly EncodingName[];
  /** A new instance that has never seen a text. */
  create(encoding: EncodingName): Encode | Promise<Encode>;
}

export const ourName = "Tokenscope";
/** The fastest package on npm beside ours, exact and of the same means: WebAssembly SIMD. */
export const rivalName = "hypertok";
export const referenceName = "tiktoken";

const peerRequire = createRequire(join(benchDirectory, "package.json"));
const all: readonly EncodingName[] = ["gpt2", "r50k_base", "p50k_base", "p50k_edit", "cl100k_base", "o200k_base"];

const versionOf = (name: string): string => {
  const { version } = JSON.parse(readFileSync(join(benchDirectory, "node_modules", name, "package.json"), "utf8")) as { version: string }; // npm requires the field
  return version;
};

/** gpt2 and r50k_base have the same ranks, p50k_edit those of p50k_base. */
const rankFile = (encoding: EncodingName): string => {
  const file = encoding === "gpt2" ? "r50k_base" : encoding === "p50k_edit" ? "p50k_base" : encoding;
  return join(benchDirectory, "node_modules/gpt-tokenizer/data", `${file}.tiktoken`);
};

interface GptTokenizerModule {
  GptEncoding: { getEncodingApi(name: string, ranks: () => unknown): { encode(text: string): number[] } };
}

const ours: Contestant = {
  name: ourName,
  version: "this checkout",
  language: "WebAssembly",
  encodings: all,
  create(encoding) {
    const engine = createOurs(encoding);
    return (text) => engine.encode(text, "text");
  },
};

/** @param vocabulary one of hypertok's own packages, by the end of its name */
export async function hypertokOf(vocabulary: string): Promise<Encode> {
  const folder = join(benchDirectory, "node_modules");
  const { fromBytes } = (await import(pathToFileURL(join(folder, "hypertok/src/index.mjs")).href)) as {
    fromBytes(vocabulary: Uint8Array, options: { tier: "single" }): Promise<{ encodeSync(text: string): Uint32Array }>;
  };
  const bytes = readFileSync(join(folder, "@hypertok", `vocab-${vocabulary}`, "vocab.htk"));
  const instance = await fromBytes(bytes, { tier: "single" });
  return (text) => instance.encodeSync(text);
}

const peers: readonly Contestant[] = [
  {
    name: referenceName,
    version: versionOf("tiktoken"),
    language: "WebAssembly",
    encodings: all,
    create(encoding) {
      const { get_encoding: getEncoding } = peerRequire("tiktoken") as typeof tiktoken;
      const instance = getEncoding(encoding);
      return (text) => instance.encode_ordinary(text);
    },
  },
  {
    name: "tiktoken-node",
    version: versionOf("tiktoken-node"),
    language: "native",
    encodings: ["gpt2", "r50k_base", "p50k_base", "p50k_edit", "cl100k_base"],
    create(encoding) {
      const { getEncoding } = peerRequire("tiktoken-node") as { getEncoding(name: string): { encode(text: string): number[] } };
      const instance = getEncoding(encoding);
      return (text) => instance.encode(text);
    },
  },
  {
    name: rivalName,
    version: versionOf(rivalName),
    language: "WebAssembly",
    encodings: ["gpt2", "cl100k_base", "o200k_base"],
    create: (encoding) => hypertokOf(encoding.replace("_base", "")),
  },
  {
    name: "kitoken",
    version: versionOf("kitoken"),
    language: "WebAssembly",
    encodings: ["cl100k_base", "o200k_base"],
    create(encoding) {
      const { Kitoken } = peerRequire("kitoken/node") as {
        Kitoken: { from_tiktoken(ranks: Uint8Array): { encode(text: string, specials: boolean): Uint32Array } };
      };
      const instance = Kitoken.from_tiktoken(readFileSync(rankFile(encoding)));
      return (text) => instance.encode(text, false);
    },
  },
  {
    name: "gpt-tokenizer",
    version: versionOf("gpt-tokenizer"),
    language: "JavaScript",
    encodings: all,
    create(encoding) {
      const { GptEncoding } = peerRequire("gpt-tokenizer/GptEncoding") as GptTokenizerModule;
      const ranks = encoding === "gpt2" ? "r50k_base" : encoding === "p50k_edit" ? "p50k_base" : encoding;
      const { default: table } = peerRequire(`gpt-tokenizer/bpeRanks/${ranks}`) as { default: unknown };
      const instance = GptEncoding.getEncodingApi(encoding, () => table);
      return (text) => instance.encode(text);
    },
  },
  {
    name: "bpe-lite",
    version: versionOf("bpe-lite"),
    language: "JavaScript",
    encodings: ["cl100k_base", "o200k_base"],
    create(encoding) {
      const folder = join(benchDirectory, "node_modules/bpe-lite");
      const { Tokenizer } = peerRequire(join(folder, "src/tokenizer.js")) as {
        Tokenizer: new (vocabulary: unknown) => { encode(text: string): number[] };
      };
      const file = encoding === "cl100k_base" ? "openai.json.gz" : "openai-o200k.json.gz";
      const instance = new Tokenizer(JSON.parse(gunzipSync(readFileSync(join(folder, "vocabs", file))).toString("utf8")));
      return (text) => instance.encode(text);
    },
  },
  {
    name: "ai-tokenizer",
    version: versionOf("ai-tokenizer"),
    language: "JavaScript",
    encodings: ["p50k_base", "cl100k_base", "o200k_base"],
    create(encoding) {
      const { Tokenizer } = peerRequire("ai-tokenizer") as {
        Tokenizer: new (vocabulary: unknown) => { encode(text: string, allowed: "all"): number[] };
      };
      const instance = new Tokenizer(peerRequire(`ai-tokenizer/encoding/${encoding}`));
      return (text) => instance.encode(text, "all");
    },
  },
  {
    name: "@microsoft/tiktokenizer",
    version: versionOf("@microsoft/tiktokenizer"),
    language: "JavaScript",
    encodings: all,
    create(encoding) {
      const tiktokenizer = peerRequire("@microsoft/tiktokenizer") as {
        createTokenizer(file: string, specials: ReadonlyMap<string, number>, pattern: string): { encode(text: string): number[] };
        getSpecialTokensByEncoder(name: string): ReadonlyMap<string, number>;
        getRegexByEncoder(name: string): string;
      };
      const instance = tiktokenizer.createTokenizer(
        rankFile(encoding),
        tiktokenizer.getSpecialTokensByEncoder(encoding),
        tiktokenizer.getRegexByEncoder(encoding),
      );
      return (text) => instance.encode(text);
    },
  },
  {
    name: "js-tiktoken",
    version: versionOf("js-tiktoken"),
    language: "JavaScript",
    encodings: all,
    create(encoding) {
      const { Tiktoken } = peerRequire("js-tiktoken/lite") as typeof jsTiktoken;
      const loaded = peerRequire(`js-tiktoken/ranks/${encoding}`) as { default?: unknown };
      const instance = new Tiktoken((loaded.default ?? loaded) as ConstructorParameters<typeof Tiktoken>[0]); // CommonJS and ES builds differ here
      return (text) => instance.encode(text, [], []);
    },
  },
];

/** `--peers=a,b`: only these, where minutes count; tiktoken among them, for the ids are compared with its. */
const chosen = process.argv.find((arg) => arg.startsWith("--peers="))?.slice("--peers=".length);
const isChosen = ({ name }: Contestant): boolean => chosen === undefined || chosen.split(",").concat(referenceName).includes(name);

/** Ours first, then the peers, fastest languages mixed; only those that know the encoding. */
export const contestantsFor = (encoding: EncodingName): Contestant[] =>
  [ours, ...peers.filter(isChosen)].filter((contestant) => contestant.encodings.includes(encoding));
export const allContestants: readonly Contestant[] = [ours, ...peers];

/** A new instance of each that knows the encoding. */
export const instancesFor = (encoding: EncodingName): Promise<{ readonly contestant: Contestant; readonly encode: Encode }[]> =>
  Promise.all(contestantsFor(encoding).map(async (contestant) => ({ contestant, encode: await contestant.create(encoding) })));
