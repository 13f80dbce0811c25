/** What is read from a `dataset.json` that is there already: how to read a token file beside it, and which files an export wrote. */
import { rangeError } from "../errors.ts";
import { say, type Sentence } from "../sentence.ts";
import { manifestVersion } from "./manifest.ts";

export interface DescribedFile {
  /** Name of the encoding the ids are of; whoever knows the encodings checks it. */
  readonly encoding: string;
  /** The name of the tokenizer's file that the encoding comes from; absent for a built-in one. */
  readonly tokenizer?: string;
  readonly idType: "uint16" | "uint32";
  /** In a file of windows, those of all rows. */
  readonly tokenCount: number;
  readonly maxLength: number;
  readonly stride: number;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** @returns what the manifest says of the token file of that name, or `undefined` when it lists no such file
 *  @throws RangeError saying what is wrong when the text is no manifest of ours */
export function describedFile(manifest: string, name: string): DescribedFile | undefined {
  const root = parse(manifest);
  const { encoding, options } = root;
  const outputs = outputsOf(root);
  if (typeof encoding !== "string" || !isObject(options))
    throw incomplete(say`dataset.json lacks encoding or options, or holds something else there.`);
  const output = outputs.find((entry) => entry["path"] === name);
  if (output === undefined) return undefined;
  const { idType, shape } = output;
  const { maxLength, stride } = options;
  if ((idType !== "uint16" && idType !== "uint32") || !Array.isArray(shape)) return undefined;
  if (!shape.every(isCount) || !isCount(maxLength) || !isCount(stride))
    throw incomplete(say`dataset.json lacks the file's shape, maxLength or stride, or holds something else there.`);
  const tokenizer = isObject(root["tokenizer"]) ? root["tokenizer"]["name"] : undefined;
  return {
    encoding,
    ...(typeof tokenizer === "string" ? { tokenizer } : {}),
    idType,
    tokenCount: shape.reduce((product, size) => product * size, 1),
    maxLength,
    stride,
  };
}

/** The names of all files that the export and those before it wrote into the manifest's folder. @throws RangeError as `describedFile` */
export function exportedNames(manifest: string): string[] {
  const root = parse(manifest);
  const earlier: unknown[] = Array.isArray(root["earlier"]) ? root["earlier"] : []; // manifests of version 1 have none
  return [...outputsOf(root).map(({ path }) => path), ...earlier].filter((name) => typeof name === "string");
}

function parse(text: string): JsonObject {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw rangeError(say`dataset.json is no JSON. Choose the encoding by hand, or export the dataset again.`, { cause: error });
  }
  const version = isObject(root) ? root["tokenscopeDataset"] : undefined;
  if (!isObject(root) || !isCount(version) || version < 1 || version > manifestVersion) {
    throw rangeError(
      say`dataset.json is no manifest of version 1 to ${manifestVersion}. Choose the encoding by hand, or export the dataset again.`,
    );
  }
  return root;
}

function outputsOf({ outputs }: JsonObject): readonly JsonObject[] {
  if (!Array.isArray(outputs)) throw incomplete(say`dataset.json lacks outputs, or holds something else there.`);
  return outputs.filter(isObject);
}

const incomplete = (what: Sentence): RangeError => rangeError(say`${what} Choose the encoding by hand, or export the dataset again.`);
const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0; // a safe integer is a number
