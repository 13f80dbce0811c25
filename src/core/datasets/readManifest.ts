/** What the reader of a tokenized file takes from a `dataset.json` found beside it; the rest of a manifest is for people and programs elsewhere. */
import { manifestVersion } from "./manifest.ts";

export interface DescribedFile {
  /** Name of the encoding the ids are of; whoever knows the encodings checks it. */
  readonly encoding: string;
  readonly idType: "uint16" | "uint32";
  readonly tokenCount: number;
  readonly maxLength: number;
  readonly stride: number;
}

/** @returns what the manifest says of the token file of that name, or `undefined` when it lists no such file
 *  @throws RangeError saying what is wrong when the text is no manifest of ours */
export function describedFile(manifest: string, name: string): DescribedFile | undefined {
  const root = parse(manifest);
  if (!isObject(root) || root["tokenscopeDataset"] !== manifestVersion) {
    throw new RangeError(
      `dataset.json is no manifest of version ${manifestVersion}. Choose the encoding by hand, or export the dataset again.`,
    );
  }
  const { encoding, options, outputs } = root;
  if (typeof encoding !== "string" || !isObject(options) || !Array.isArray(outputs)) throw incomplete("encoding, options or outputs");
  const output: unknown = outputs.find((entry: unknown) => isObject(entry) && entry["path"] === name);
  if (!isObject(output)) return undefined;
  const { idType, shape } = output;
  const { maxLength, stride } = options;
  if ((idType !== "uint16" && idType !== "uint32") || !Array.isArray(shape) || shape.length !== 1) return undefined;
  const tokenCount: unknown = shape[0];
  if (!isCount(tokenCount) || !isCount(maxLength) || !isCount(stride)) throw incomplete("the file's shape, maxLength or stride");
  return { encoding, idType, tokenCount, maxLength, stride };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(`dataset.json is no JSON. Choose the encoding by hand, or export the dataset again.`, { cause: error });
  }
}

const incomplete = (what: string): RangeError =>
  new RangeError(`dataset.json lacks ${what}, or holds something else there. Choose the encoding by hand, or export the dataset again.`);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0; // a safe integer is a number
