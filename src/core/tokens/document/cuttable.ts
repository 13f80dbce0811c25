/** A document's text as `cutToBudget` needs it: counting a beginning costs what stands near its end, however long it is. */
import type { CuttableText } from "../budget.ts";
import { addedCount } from "../template.ts";
import type { TokenizedText } from "./tokenizedText.ts";

/** How far back a safe place is looked for first, in code units. */
const lookBack = 16_384;

export function cuttable(text: TokenizedText): CuttableText {
  const { encoding, policy, added } = text;
  const countPolicy = policy === "error" ? "text" : policy; // under "error" the document itself is tokenized as "text"
  return {
    tokenCount: text.tokenCount,
    endOf: (token) => text.tokenAt(token).to,
    countUpTo(to) {
      for (let start = Math.max(0, to - lookBack); ; start = Math.max(0, to - 16 * (to - start))) {
        const nearby = text.slice(start, to);
        const cut = start === 0 ? 0 : encoding.lastSafeCut(nearby);
        // Before a safe cut the beginning has the tokens of the whole text.
        if (start === 0) return addedCount(added) + encoding.countTokens(nearby, countPolicy);
        const rest = (): number => encoding.countTokens(nearby.slice(cut), countPolicy) + (added?.end.length ?? 0);
        if (cut > 0) return text.tokenIndexAt(start + cut) + rest();
      }
    },
  };
}
