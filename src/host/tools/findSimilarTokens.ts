/** The tool find_similar_tokens: the tokens whose rows of the loaded weights point in the most similar directions. */
import { inEnglish } from "../../core/sentence.ts";
import * as v from "valibot";
import * as vscode from "vscode";
import { topK } from "../../core/embeddings/topK.ts";
import { checkVocabulary } from "../../core/checkpoints/checkVocabulary.ts";
import type { Encoding } from "../../core/tokens/encoding.ts";
import { spacedHex, textOfToken } from "../../lens/tokenText.ts";
import { rowSimilarities } from "../weights/rowSimilarities.ts";
import { readingFor } from "./reading.ts";
import type { Tool } from "./tool.ts";

const mostTold = 50;

const schema = v.pipe(
  v.object({
    text: v.optional(v.pipe(v.string(), v.minLength(1))),
    id: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    encoding: v.optional(v.string()),
    count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostTold))),
  }),
  v.check(({ text, id }) => (text === undefined) !== (id === undefined), 'Give either "text", which must be one token, or "id".'),
);
type Input = v.InferOutput<typeof schema>;

export const findSimilarTokens: Tool<Input> = {
  name: "tokenscope_find_similar_tokens",
  schema,
  prepare: () => ({ invocationMessage: vscode.l10n.t("Comparing embeddings") }),
  async run(services, input, signal) {
    const { encoding } = await readingFor(services, input.encoding);
    await services.weights.restore();
    const table = services.weights.tokenTable;
    if (table === undefined) {
      throw new Error(
        "No embedding weights are loaded in this window: the seeded ones are random, and their neighbours mean nothing. " +
          "Ask the user to run the command Tokenscope: Load Embedding Weights… with a .safetensors or .npy file.",
      );
    }
    const check = checkVocabulary(
      { rows: table.totalRows, family: table.family },
      { ...encoding.spec, vocabSize: encoding.vocabulary.vocabSize },
    );
    if (!check.fits && input.text !== undefined)
      throw new Error(
        `${table.name} is of another vocabulary, so the row of "${input.text}" in it is not known. ${inEnglish(check.sentence)} Or ask by "id" for a row by its number.`,
      );
    const id = input.id ?? idOf(encoding, input.text ?? "");
    const row = rowOf(table, id);
    const similarities = await rowSimilarities(services.platform, table, row, signal);
    const nearest = topK(similarities, input.count ?? 10, "largest", new Set([row]));
    const words = (each: number): object => (check.fits ? said(encoding, each) : {}); // another vocabulary's rows are not named with this one's words
    const notes = [
      ...(check.kind === "exact" ? [] : [inEnglish(check.sentence)]),
      ...(table.rows === table.totalRows ? [] : [`Only ${table.rows} of its ${table.totalRows} rows were compared: ${whatIsHeld}.`]),
    ];
    return {
      ...(check.fits ? { encoding: encoding.spec.label } : {}),
      weights: table.name,
      tensor: table.tensor,
      token: { id, ...words(id) },
      similarity: "cosine",
      rowsCompared: table.rows,
      nearest: nearest.map(({ index, score }) => {
        const near = table.ids?.[index] ?? index;
        return { id: near, ...words(near), similarity: Number(score.toFixed(4)) };
      }),
      ...(notes.length === 0 ? {} : { note: notes.join(" ") }),
    };
  },
};

/** Of a table that is too large to be held. */
const whatIsHeld = "those of the text that was open when the weights were loaded, and the first of the vocabulary";

interface HeldTable {
  readonly name: string;
  readonly rows: number;
  readonly totalRows: number;
  readonly ids: Int32Array | undefined;
}

function rowOf({ name, rows, totalRows, ids }: HeldTable, id: number): number {
  if (id >= totalRows) throw new Error(`${name} has no row ${id}: its rows are 0 to ${totalRows - 1}.`);
  const row = ids?.indexOf(id) ?? id;
  if (row >= 0 && row < rows) return row;
  throw new Error(
    `The row of token ${id} is not held: ${name} is so large that only ${rows} of its ${totalRows} rows are, ${whatIsHeld}. ` +
      "Ask the user to open a text that has this token, and to load the weights again.",
  );
}

/** Tokens that are told of a text that is more than one. */
const mostParts = 8;

function idOf(encoding: Encoding, text: string): number {
  const ids = encoding.encode(text);
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return id;
  const { label } = encoding.spec;
  const parts = Array.from(ids.subarray(0, mostParts), (part) => `${part} ${JSON.stringify(said(encoding, part))}`).join(", ");
  const others = ids.length > mostParts ? ` and ${ids.length - mostParts} more` : "";
  const spaced = encoding.encode(` ${text}`);
  const advice =
    spaced.length === 1
      ? `With a space before it, as inside a sentence, it is one token: ask for " ${text}".`
      : 'Ask for one of them by its "id".';
  throw new Error(`${JSON.stringify(text.slice(0, 100))} is ${ids.length} tokens of ${label}, not one: ${parts}${others}. ${advice}`);
}

function said({ vocabulary }: Encoding, id: number): object {
  if (!vocabulary.isToken(id)) return { note: "belongs to no token of this encoding" };
  const text = textOfToken(vocabulary, id);
  return "text" in text ? text : { bytes: spacedHex(text.bytes) };
}
