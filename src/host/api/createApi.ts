/** The API that other extensions get from `activate`: tokenscope.d.ts says what each member does. */
import type { TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import { tokenizerOfModel } from "../../core/tokens/models.ts";
import { coverageOf, ledgerOf } from "../../core/windows/coverage.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import { encodingByName } from "../documents/encodingByName.ts";
import type { Encodings } from "../documents/encodings.ts";
import { runSliced } from "../slices.ts";
import type { TokenscopeApi, TokenscopeOptions } from "./tokenscope.d.ts";

export function createApi(encodings: Encodings): TokenscopeApi {
  const encodingOf = async (name: string) => encodings.get(encodingByName(name, encodings));
  const tokenize = async (text: string, options: TokenscopeOptions): Promise<TokenizedText> => {
    const { encoding, specialTokens = "allow", addSpecialTokens = false, signal = new AbortController().signal } = options;
    const [{ tokenizeTextSteps }, { withStartAndEnd }, found] = await Promise.all([
      import("../../core/tokens/document/tokenizedText.ts"),
      import("../../core/tokens/document/framedText.ts"),
      encodingOf(encoding),
    ]);
    return withStartAndEnd(await runSliced(tokenizeTextSteps(found, text, specialTokens), signal), addSpecialTokens);
  };
  return {
    version: "1.2.0",
    get encodings() {
      return encodings.names;
    },
    encodingOfModel(model) {
      const tokenizer = tokenizerOfModel(model);
      return tokenizer.kind === "encoding" ? tokenizer.encoding : undefined;
    },
    async encode(text, options) {
      const tokens = await tokenize(text, options);
      return { ids: tokens.ids(), ends: tokens.ends() };
    },
    count: async (text, options) => (await tokenize(text, options)).tokenCount,
    decode: async (ids, { encoding }) => (await encodingOf(encoding)).decode([...ids]),
    windows(tokenCount, { maxLength, stride }) {
      const count = windowCount(tokenCount, { maxLength, stride });
      return {
        count,
        at(index) {
          if (!Number.isInteger(index) || index < 0 || index >= count)
            throw new RangeError(`There is no window ${index}: ${tokenCount} tokens give ${count}.`);
          const from = index * stride;
          return { inputs: { from, to: from + maxLength }, targets: { from: from + 1, to: from + maxLength + 1 } };
        },
      };
    },
    ledger(tokenCount, options) {
      const { firstTokenCount: _, ...ledger } = ledgerOf(coverageOf(tokenCount, options));
      return ledger;
    },
  };
}
