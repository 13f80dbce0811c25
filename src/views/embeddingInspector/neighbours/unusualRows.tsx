/** Rows of the table that stand out by their length or their distance from the middle: as a list, and flagged where they appear. */
import type { UnusualReason, UnusualRow } from "../../../core/embeddings/unusualRows.ts";
import { plural, t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { formatValue } from "../parts/numbers.ts";
import { Notice } from "../parts/states.tsx";
import { TokenName } from "../parts/TokenName.tsx";
import { namesOf, nameTokens } from "../tokens/names.ts";
import { namedByNumber } from "../tokens/tokenLabel.ts";
import { showToken } from "./sum.ts";

/** In a few words, and whole. */
function describe(reason: UnusualReason): { readonly brief: string; readonly whole: string } {
  switch (reason) {
    case "short":
      return same(t("much shorter than most rows"));
    case "long":
      return same(t("much longer than most rows"));
    case "nearCentroid":
      return {
        brief: t("unusually near the middle of all rows"),
        whole: t("unusually near the middle of all rows, where the tokens are that training hardly touched (“glitch” tokens)"),
      };
    case "farFromCentroid":
      return same(t("unusually far from the middle of all rows"));
    case "notFinite":
      return same(t("not a finite vector"));
    default:
      return reason satisfies never;
  }
}
const same = (words: string) => ({ brief: words, whole: words });

function reasonOf({ reason, value, deviation }: UnusualRow): string {
  const { whole } = describe(reason);
  return deviation === Infinity
    ? t("{0} ({1})", whole, formatValue(value))
    : t("{0} ({1}, {2} deviations from the median)", whole, formatValue(value), deviation.toFixed(1));
}

const reasonsOf = (unusual: readonly UnusualRow[], id: number): string =>
  unusual
    .filter(({ index }) => index === id)
    .map(reasonOf)
    .join("; ");

export function UnusualIcon({ unusual, id }: { readonly unusual: readonly UnusualRow[]; readonly id: number }) {
  const reasons = reasonsOf(unusual, id);
  if (reasons === "") return null;
  const title = t("Unusual: {0}", reasons);
  return <span class="codicon codicon-warning flag" role="img" title={title} aria-label={title} />;
}

export function UnusualToken({ unusual, id }: { readonly unusual: readonly UnusualRow[]; readonly id: number }) {
  const reasons = reasonsOf(unusual, id);
  return reasons === "" ? null : <Notice caution>{t("This row is {0}.", reasons)}</Notice>;
}

const rowsShown = 40;

export function UnusualRows({ view, unusual }: InspectorProps & { readonly unusual: readonly UnusualRow[] }) {
  const shown = unusual.slice(0, rowsShown);
  const ids = [...new Set(shown.map(({ index }) => index))];
  const names = namesOf(view);
  return (
    <details onToggle={(event) => event.currentTarget.open && view.attempt(nameTokens(view, ids))}>
      <summary>{plural(unusual.length, "{0} unusual row", "{0} unusual rows")}</summary>
      <ul class="neighbour-list">
        {shown.map((row) => (
          <li key={`${row.index} ${row.reason}`}>
            <button type="button" title={reasonOf(row)} onClick={() => showToken(view, names.get(row.index) ?? namedByNumber(row.index))}>
              <TokenName token={names.get(row.index) ?? { id: row.index, text: { text: "…" } }} />
              <span class="number small dim">{row.index}</span>
              <span class="why small dim">{describe(row.reason).brief}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
