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
    const id = input.id ?? idOf(encoding, input.text ?? "");
    const row = table.ids?.indexOf(id) ?? id;
    if (!encoding.vocabulary.isToken(id) || row < 0 || row >= table.rows)
      throw new Error(
        `There is no row for token ${id}: ${table.name} has ${table.totalRows} rows, ${table.rows} of them held here, and ${encoding.spec.label} ids below ${encoding.vocabulary.vocabSize}.`,
      );
    const similarities = await rowSimilarities(services.platform, table, row, signal);
    const nearest = topK(similarities, input.count ?? 10, "largest", new Set([row]));
    const check = checkVocabulary(
      { rows: table.totalRows, family: table.family },
      { ...encoding.spec, vocabSize: encoding.vocabulary.vocabSize },
    );
    return {
      encoding: encoding.spec.label,
      weights: table.name,
      tensor: table.tensor,
      token: { id, ...said(encoding, id) },
      similarity: "cosine",
      nearest: nearest.map(({ index, score }) => {
        const near = table.ids?.[index] ?? index;
        const words = check.fits ? said(encoding, near) : {}; // another vocabulary's rows are not named with this one's words
        return { id: near, ...words, similarity: Number(score.toFixed(4)) };
      }),
      ...(check.kind === "exact" ? {} : { note: inEnglish(check.sentence) }),
    };
  },
};

function idOf(encoding: Encoding, text: string): number {
  const ids = encoding.encode(text);
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return id;
  const spaced = text.startsWith(" ") ? "" : ` Words inside a sentence begin with a space: try " ${text}".`;
  throw new Error(
    `"${text}" is ${ids.length} tokens of ${encoding.spec.label} (${ids.join(", ")}), not one.${spaced} Or give one of the ids.`,
  );
}

function said({ vocabulary }: Encoding, id: number): object {
  if (!vocabulary.isToken(id)) return { note: "belongs to no token of this encoding" };
  const text = textOfToken(vocabulary, id);
  return "text" in text ? text : { bytes: spacedHex(text.bytes) };
}
