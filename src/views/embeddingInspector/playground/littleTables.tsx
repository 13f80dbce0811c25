/** Tables small enough to read; the rows that were looked up have their id's tint, in all of them. */
import { tint } from "../../shared/elements/TokenChip.tsx";
import { formatFull, formatValue } from "../parts/numbers.ts";

interface LookedUp {
  readonly ids: Int32Array;
  /** The id that is shown, as an index into `ids`. */
  readonly current: number;
  readonly onShow: (index: number) => void;
}

interface RowTableProps extends LookedUp {
  readonly kind: "table" | "rows" | "product";
  /** The id of each row. */
  readonly rowIds: readonly number[];
  /** [rowIds.length, embeddingDim] */
  readonly values: Float32Array;
}

/** In the whole table a row is looked up by its first id; elsewhere each row is one id. */
export function RowTable({ kind, rowIds, values, ids, current, onShow }: RowTableProps) {
  const columns = values.length / rowIds.length;
  const isWhole = kind === "table";
  return (
    <table class={`little ${kind}`}>
      <tbody>
        {rowIds.map((id, row) => {
          const at = isWhole ? ids.indexOf(id) : row;
          const isCurrent = isWhole ? id === ids[current] : row === current;
          const classes = at === -1 ? "" : `picked ${tint(ids.indexOf(id))}${isCurrent ? " current" : ""}`;
          return (
            <tr key={row} class={classes} data-row={isWhole ? id : undefined} onPointerEnter={at === -1 ? undefined : () => onShow(at)}>
              <th scope="row" class={`number mono${kind === "rows" ? "" : " dim"}`}>
                {id}
              </th>
              {Array.from(values.subarray(row * columns, (row + 1) * columns), (value, i) => (
                <td key={i} class="number mono" title={formatFull(value)}>
                  {formatValue(value)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function OneHotTable({ ids, current, onShow, columns }: LookedUp & { readonly columns: number }) {
  return (
    <table class="little one-hot">
      <tbody>
        {Array.from(ids, (id, row) => (
          <tr key={row} class={row === current ? "current" : ""} onPointerEnter={() => onShow(row)}>
            <th scope="row" class="number mono dim">
              {id}
            </th>
            {Array.from({ length: columns }, (_, column) => (
              <td key={column} class={`mono ${column === id ? `hot ${tint(ids.indexOf(id))}` : "zero"}`}>
                {column === id ? 1 : 0}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
