/** Pages through the rows of a window that is longer than what is drawn at once. */
import { IconButton } from "../../shared/elements/elements.tsx";
import { t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { cursor, rowsPerPage, withRows } from "./cursor.ts";

export function RowPager({
  view,
  size,
}: InspectorProps & { readonly size: { readonly maxLength: number; readonly embeddingDim: number } }) {
  const { store } = view;
  const { rowFrom: from } = store.get(cursor);
  const to = Math.min(size.maxLength, from + rowsPerPage);
  const show = (next: number): void => store.update(cursor, (state) => withRows(state, next, size));
  if (size.maxLength <= rowsPerPage) return null;
  return (
    <span class="pager">
      <IconButton icon="chevron-up" label={t("Rows before")} disabled={from === 0} onClick={() => show(from - rowsPerPage)} />
      <span class="number small dim">{t("rows {0}–{1} of {2}", from, to - 1, size.maxLength)}</span>
      <IconButton icon="chevron-down" label={t("Next rows")} disabled={to >= size.maxLength} onClick={() => show(from + rowsPerPage)} />
    </span>
  );
}
