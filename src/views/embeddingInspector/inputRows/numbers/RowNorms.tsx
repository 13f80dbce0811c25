/** The lengths of a window's rows, where the tables have no room for them. */
import { norm } from "../../../../core/embeddings/similarity.ts";
import { t } from "../../../shared/l10n.tsx";
import type { WindowRows } from "../../gpu/gpuJobs.ts";
import { formatValue } from "../../parts/numbers.ts";

export function RowNorms(props: { readonly rows: WindowRows; readonly shown: readonly number[]; readonly label: (row: number) => string }) {
  const { rows, shown, label } = props;
  const kinds = [
    ["token", t("token")],
    ["position", t("position")],
    ["input", t("input")],
  ] as const;
  return (
    <table class="norms narrow">
      <thead>
        <tr>
          <th scope="col" class="dim" title={t("The row's length: the square root of the sum of its squares")}>
            {t("norm of")}
          </th>
          {kinds.map(([kind, name]) => (
            <th key={kind} scope="col" class="dim">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={row}>
            <th scope="row" class="mono">
              {label(row)}
            </th>
            {kinds.map(([kind]) => (
              <td key={kind} class="number mono norm">
                {formatValue(norm(rows[kind].subarray(row * rows.embeddingDim, (row + 1) * rows.embeddingDim)))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
