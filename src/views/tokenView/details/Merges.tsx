/** The steps in which the pairs of a piece were joined, in their order: "·A + w → ·Aw". */
import "./merges.css";
import type { TokenDescription } from "../../../lens/describeToken.ts";
import { rich, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { TokenChip } from "../../shared/elements/TokenChip.tsx";
import { labelOf } from "../../shared/elements/tokenText.ts";

export function Merges({ description }: { readonly description: TokenDescription }) {
  return (
    <ol class="merges tokens" aria-label={t("Merges of the piece {0}", labelOf(description.piece))}>
      {description.merges.map(({ left, right, joined, rank }, at) => (
        <li key={at}>
          <span class="number dim">{at + 1}</span>
          <TokenChip index={0} id={rank} text={left} />
          <span class="dim">+</span>
          <TokenChip index={1} id={rank} text={right} />
          <span class="dim">→</span>
          <TokenChip index={3} id={rank} text={joined} />
          <span class="number dim">{rich("rank {0}", [formatCount(rank)])}</span>
        </li>
      ))}
    </ol>
  );
}
