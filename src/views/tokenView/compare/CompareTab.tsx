/** The text under two to four encodings, row beside row. The selected token is selected in all of them; clicks and keys move it. */
import "./compare.css";
import { useLayoutEffect, useRef } from "preact/hooks";
import { hostState } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { VirtualRows, type VirtualRowsHandle } from "../../shared/list/VirtualRows.tsx";
import { hasAll } from "../rows/loadedRows.ts";
import { useReveal } from "../strip/reveal.ts";
import { selectToken, type TextProps } from "../tokenView.ts";
import { viewOptions } from "../viewOptions.ts";
import { alignedTokens, tokensOver } from "../../../lens/compare/alignment.ts";
import { comparedRows } from "./comparedRows.ts";
import { CompareHead } from "./CompareHead.tsx";
import { keyTarget, rowOfToken, type RowsByIndex } from "./compareKeys.ts";
import { CompareRow } from "./CompareRow.tsx";

/** A first guess of a row's height in pixels, before any was drawn. */
const guessedHeight = 32;

export function CompareTab({ view, text, lens }: TextProps) {
  const list = useRef<VirtualRowsHandle>(null);
  const { store } = view;
  const rows = comparedRows.rowsOf(view);
  const selectedToken = lens.selectedToken ?? undefined;
  const reveal = useReveal(view, list, (index) => rowOfToken(rows, index));
  useLayoutEffect(() => reveal.want(selectedToken), [selectedToken, text.name]);
  useLayoutEffect(() => reveal.tryNow());
  const { comparison } = text;
  if (comparison === undefined)
    return (
      <div class="blank dim">
        {text.isComparable ? t("Tokenizing…") : t("Only token ids are known here: open the text they were made of.")}
      </div>
    );

  const onKeyDown = (event: KeyboardEvent): void => {
    const selected = store.get(hostState).shown?.lens.selectedToken ?? undefined; // newer than what is drawn, when keys come faster than frames
    if (event.key === "Escape" && selected !== undefined) selectToken(view, null);
    else if (event.key === "Enter" && selected !== undefined) view.focusEditor(selected);
    else {
      const target = keyTarget(event, selected, text.tokenCount, comparedRows.rowsOf(view));
      if (target === undefined) return;
      selectToken(view, target);
    }
    event.preventDefault();
  };
  return (
    <div class={`compare${store.get(viewOptions).whitespace ? "" : " no-whitespace"}`}>
      <CompareHead view={view} text={text} lens={lens} comparison={comparison} />
      <div class="compare-rows tokens">
        <VirtualRows
          key={text.name}
          handle={list}
          count={text.rowCount}
          itemHeight={guessedHeight}
          layoutKey={`${text.name} ${comparison.encodings.map(({ id }) => id).join(" ")}`}
          onDrawn={() => reveal.tryNow()}
          onRange={(from, to) => store.set(comparedRows.drawn, { from, to })}
          isReady={(from, to) => hasAll(rows, from, to)}
          element={{
            role: "listbox",
            tabIndex: 0,
            "aria-multiselectable": true,
            "aria-label": t("Tokens of {0}, compared", text.name),
            "aria-activedescendant": selectedToken === undefined ? undefined : "selected-token",
            onClick: (event) => {
              const index = tokenUnder(event, rows);
              if (index !== undefined) selectToken(view, index);
            },
            onDblClick: (event) => {
              const index = tokenUnder(event, rows);
              if (index !== undefined) view.focusEditor(index);
            },
            onKeyDown,
            onWheel: () => reveal.want(undefined),
            onPointerDown: () => reveal.want(undefined),
          }}
        >
          {(row) => {
            const loaded = rows.get(row)?.row;
            const first = loaded?.columns[0] ?? undefined;
            const isHere =
              first !== undefined &&
              selectedToken !== undefined &&
              selectedToken >= first.first &&
              selectedToken < first.first + first.ids.length;
            return <CompareRow row={loaded} encodings={comparison.encodings} selected={isHere ? selectedToken : undefined} />;
          }}
        </VirtualRows>
      </div>
    </div>
  );
}

/** The token of the first encoding under the mouse, or over the one of another encoding that is. */
function tokenUnder(event: MouseEvent, rows: RowsByIndex): number | undefined {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>(".token") : null;
  const place = element?.dataset["i"];
  if (element === null || place === undefined) return undefined;
  const [column, at] = place.split(":").map(Number);
  if (at === undefined || column === undefined) return column;
  const row = rows.get(Number(element.closest<HTMLElement>(".virtual-item")?.dataset["item"]))?.row;
  const first = row?.columns[0] ?? undefined;
  if (row === undefined || first === undefined) return undefined;
  const aligned = alignedTokens(row.columns);
  const there = aligned[column]?.[at];
  const [over] = there === undefined ? [] : tokensOver(aligned[0] ?? [], there.from, there.to);
  return over === undefined ? undefined : first.first + over;
}
