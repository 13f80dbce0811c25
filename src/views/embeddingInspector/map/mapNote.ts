/** What a map holds and what it leaves out, in sentences. */
import { plural, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { Projection } from "./mapJobs.ts";
import { fitLimit } from "./mapPoints.ts";

interface Drawn {
  /** Of a run of training: the step at which the directions were found. */
  readonly foundStep: number | undefined;
  readonly method: "pca" | "umap";
  /** Tokens drawn, of those with finite rows, of those wanted. */
  readonly drawn: number;
  readonly finite: number;
  readonly wanted: number;
  readonly projection: Projection;
}

export function mapNote({ foundStep, method, drawn, finite, wanted, projection: { components, fitted } }: Drawn): string {
  const { shares } = components;
  const percent = (share: number | undefined): string => ((share ?? 0) * 100).toFixed(1);
  const sentences = [
    foundStep !== undefined
      ? t(
          "{0} tokens, along the two directions in which their rows differed most at step {1}: {2} % and {3} % of all variance then. The directions are held: what moves has learnt.",
          formatCount(drawn),
          formatCount(foundStep),
          percent(shares[0]),
          percent(shares[1]),
        )
      : method === "umap"
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
  if (drawn < finite) sentences.push(t("The first {0} of {1}: more would take many minutes.", formatCount(drawn), formatCount(finite)));
  if (fitted < drawn) sentences.push(t("Directions found on {0} rows spread evenly.", formatCount(Math.min(fitted, fitLimit))));
  const lost = wanted - finite;
  if (lost > 0)
    sentences.push(plural(lost, "{0} token left out: its row is not finite.", "{0} tokens left out: their rows are not finite."));
  return sentences.join(" ");
}
