/** The nearest tokens with their scores; each one clicked becomes the next question. */
import type { Metric } from "../../../core/embeddings/similarity.ts";
import type { UnusualRow } from "../../../core/embeddings/unusualRows.ts";
import { t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { formatValue } from "../parts/numbers.ts";
import { TokenName } from "../parts/TokenName.tsx";
import type { NeighbourRow } from "./neighbours.ts";
import { showToken } from "./sum.ts";
import { UnusualIcon } from "./unusualRows.tsx";

interface NeighbourListProps extends InspectorProps {
  readonly rows: readonly NeighbourRow[];
  readonly metric: Metric;
  readonly unusual: readonly UnusualRow[];
}

export function NeighbourList({ view, rows, metric, unusual }: NeighbourListProps) {
  const largest = Math.max(...rows.map(({ score }) => Math.abs(score)), 1e-30);
  const full = metric === "cosine" ? 1 : largest;
  return (
    <ol class="neighbour-list" aria-label={t("Nearest tokens")}>
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            title={
              row.isPadding ? t("Row {0} belongs to no token: it pads the table", row.id) : t("Show the neighbours of token {0}", row.id)
            }
            disabled={row.isPadding}
            onClick={() => showToken(view, row)}
          >
            <TokenName token={row} />
            <span class="number small dim">{row.id}</span>
            <UnusualIcon unusual={unusual} id={row.id} />
            <span class="bar" aria-hidden="true">
              <span class={row.score < 0 ? "negative" : ""} style={{ width: `${(Math.abs(row.score) / full) * 100}%` }} />
            </span>
            <span class="number mono score">{formatValue(row.score)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
