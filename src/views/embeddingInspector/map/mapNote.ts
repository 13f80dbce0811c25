/** What a map holds and what it leaves out, in sentences. */
import { plural, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { Projection } from "./mapJobs.ts";
import { fitLimit } from "./mapPoints.ts";

interface Drawn {
  /** Whether the directions are those of earlier rows of the same run. */
  readonly isHeld: boolean;
  readonly method: "pca" | "umap";
  /** Tokens drawn, of those with finite rows, of those wanted. */
  readonly drawn: number;
  readonly finite: number;
  readonly wanted: number;
  readonly projection: Projection;
}

export function mapNote({ isHeld, method, drawn, finite, wanted, projection: { components, fitted } }: Drawn): string {
  const { shares } = components;
  const percent = (share: number | undefined): string => ((share ?? 0) * 100).toFixed(1);
  const sentences = [
    method === "umap"
      ? t("{0} tokens, near ones drawn near, from {1} principal components.", formatCount(drawn), shares.length)
      : shares.length > 1
        ? t(
            "{0} tokens. The two directions hold {1} % and {2} % of all variance.",
            formatCount(drawn),
            percent(shares[0]),
            percent(shares[1]),
          )
        : t("{0} tokens. The one direction holds {1} % of all variance.", formatCount(drawn), percent(shares[0])),
  ];
  if (isHeld) sentences.push(t("The directions are held: what moves has learnt."));
  if (drawn < finite) sentences.push(t("The first {0} of {1}: more would take many minutes.", formatCount(drawn), formatCount(finite)));
  if (fitted < drawn) sentences.push(t("Directions found on {0} rows spread evenly.", formatCount(Math.min(fitted, fitLimit))));
  const lost = wanted - finite;
  if (lost > 0)
    sentences.push(plural(lost, "{0} token left out: its row is not finite.", "{0} tokens left out: their rows are not finite."));
  return sentences.join(" ");
}
