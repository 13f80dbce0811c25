/** One row of the text under each encoding. Tokens that all have alike are quiet; a boundary that only some have is marked. */
import { useMemo } from "preact/hooks";
import { alignedTokens, tokensOver } from "../../../lens/compare/alignment.ts";
import type { ComparedRow } from "../../../lens/compare/comparedRows.ts";
import type { ComparedEncoding } from "../../../lens/compare/comparison.ts";
import { plural, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { TokenChip } from "../../shared/elements/TokenChip.tsx";
import { labelOf } from "../../shared/elements/tokenText.ts";

export function CompareRow(props: {
  /** Undefined: it has not arrived. */
  readonly row: ComparedRow | undefined;
  readonly encodings: readonly ComparedEncoding[];
  /** The selected token of the first encoding, when it is in this row. */
  readonly selected: number | undefined;
}) {
  const { row, encodings, selected } = props;
  const aligned = useMemo(() => row && alignedTokens(row.columns), [row]);
  if (row === undefined || aligned === undefined) return <div class="compared awaited" />;
  const chosen = selected === undefined ? undefined : aligned[0]?.[selected - (row.columns[0]?.first ?? 0)];
  return (
    <div class={`compared columns-${encodings.length}`}>
      {encodings.map(({ id, label }, column) => {
        const tokens = row.columns[column] ?? undefined;
        const places = aligned[column];
        const over = new Set(chosen === undefined || places === undefined ? [] : tokensOver(places, chosen.from, chosen.to));
        const begun = tokens === undefined ? 0 : tokens.ids.length - (tokens.isContinued ? 1 : 0);
        return (
          <div key={id} class="cell" role="group" aria-label={label}>
            <span class="cell-label" aria-hidden="true">
              {label}
            </span>
            <span class="cell-tokens">
              {tokens?.ids.map((tokenId, at) => {
                const text = tokens.texts[at] ?? { text: "" }; // a text for each id
                const index = tokens.first + at;
                const isSelected = column === 0 ? index === selected : over.has(at);
                const place = places?.[at];
                return (
                  <TokenChip
                    key={index}
                    index={index}
                    place={column === 0 ? undefined : `${column}:${at}`}
                    id={tokenId}
                    text={text}
                    class={`${place?.isSame === true ? "same" : "other"}${place?.beginsAlone === true ? " alone" : ""}`}
                    elementId={column === 0 && isSelected ? "selected-token" : undefined}
                    role="option"
                    selected={isSelected}
                    label={t("{0}, id {1}, {2}", labelOf(text), tokenId, place?.isSame === true ? t("the same in all") : t("not in all"))}
                    lineBreaks={false}
                  />
                );
              })}
            </span>
            <span
              class="cell-count number"
              title={plural(begun, "{0} token begins in this row", "{0} tokens begin in this row")}
              aria-hidden="true"
            >
              {tokens === undefined ? "…" : formatCount(begun)}
            </span>
          </div>
        );
      })}
    </div>
  );
}
