/**
 * The text as tokens, flowing as it does in the file. Only what is near the viewport is drawn; clicks and keys move the selected token,
 * and a token selected elsewhere is brought into view.
 */
import "./strip.css";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { hostState } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { VirtualRows, type VirtualRowsHandle } from "../../shared/list/VirtualRows.tsx";
import type { TokenRow } from "../../../lens/answers.ts";
import { hasAll, type LoadedRow, type LoadedRows } from "../rows/loadedRows.ts";
import { resultOf } from "../search/search.ts";
import { changeOptions, selectToken, type TextProps } from "../tokenView.ts";
import { viewOptions } from "../viewOptions.ts";
import { useReveal } from "./reveal.ts";
import { rowGroups } from "./rowGroups.ts";
import { StripRow } from "./StripRow.tsx";
import { copiedText, keyTarget } from "./stripKeys.ts";
import { drawnRows, rowsOf } from "./tokenRows.ts";

/** A first guess of a row's height in pixels, before any was drawn. */
const guessedHeight = 32;

export function TokenStrip({ view, text, lens }: TextProps) {
  const list = useRef<VirtualRowsHandle>(null);
  const { store } = view;
  const { show, whitespace, firstRow } = store.get(viewOptions);
  const rows = rowsOf(view);
  const groups = useMemo(() => rowGroups(rows), [rows]);
  const match = resultOf(view)?.match;
  const selectedToken = lens.selectedToken ?? undefined;
  const reveal = useReveal(view, list, (index) => rowOf(rows, index));

  useLayoutEffect(() => reveal.want(selectedToken), [selectedToken, text.name]);
  useLayoutEffect(() => reveal.want(match?.from), [match?.from]);
  useLayoutEffect(() => reveal.tryNow());

  const select = (index: number): void => selectToken(view, Math.max(0, Math.min(text.tokenCount - 1, index)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const selected = store.get(hostState).shown?.lens.selectedToken ?? undefined; // newer than what is drawn, when keys come faster than frames
    if (event.key === "Escape" && selected !== undefined) selectToken(view, null);
    else if (event.key === "Enter" && selected !== undefined) view.focusEditor(selected);
    else {
      const target = keyTarget(event, selected, text.tokenCount, list.current);
      if (target === undefined) return;
      select(target);
    }
    event.preventDefault();
  };

  return (
    <div class={`strip tokens show-${show}${whitespace ? "" : " no-whitespace"}`}>
      <VirtualRows
        key={text.name}
        handle={list}
        count={text.rowCount}
        itemHeight={guessedHeight}
        groups={groups}
        layoutKey={`${show} ${text.name} ${lens.encoding}`}
        startAt={firstRow.file === text.name ? firstRow.row : 0}
        onAnchor={(row) => changeOptions(view, { firstRow: { file: text.name, row } })}
        onDrawn={() => reveal.tryNow()}
        onRange={(from, to) => store.set(drawnRows, { from, to })}
        isReady={(from, to) => hasAll(rows, from, to)}
        element={{
          id: "strip",
          role: "listbox",
          tabIndex: 0,
          "aria-label": t("Tokens of {0}", text.name),
          "aria-activedescendant": selectedToken === undefined ? undefined : "selected-token",
          onClick: (event) => {
            if (getSelection()?.isCollapsed === false) return; // text was marked, to copy it
            const index = tokenUnder(event);
            if (index !== undefined) select(index);
          },
          onDblClick: (event) => {
            const index = tokenUnder(event);
            if (index !== undefined) view.focusEditor(index);
          },
          onKeyDown,
          onCopy: (event) => {
            const copied = copiedText();
            if (copied === "") return;
            event.clipboardData?.setData("text/plain", copied);
            event.preventDefault();
          },
          onWheel: () => reveal.want(undefined),
          onPointerDown: () => reveal.want(undefined),
        }}
      >
        {(from, to) => {
          const drawn = [];
          for (let row = from; row < to; row += 1) {
            drawn.push(
              <StripRow
                key={row}
                row={rows.get(row)?.row}
                show={show}
                selected={within(rows.get(row), selectedToken)}
                matchFrom={within(rows.get(row), match?.from)}
                matchTo={match?.to}
                tokenCount={text.tokenCount}
              />,
            );
          }
          return drawn;
        }}
      </VirtualRows>
    </div>
  );
}

function rowOf(rows: LoadedRows<TokenRow>, index: number): number | undefined {
  for (const [number, { row }] of rows) if (index >= row.from && index < row.from + row.ids.length) return number;
  return undefined;
}

function tokenUnder(event: MouseEvent): number | undefined {
  const token = event.target instanceof Element ? event.target.closest<HTMLElement>(".token") : null;
  return token === null ? undefined : Number(token.dataset["i"]);
}

/** The token when it is in (or, for a match, reaches into) this row, so that other rows need not be drawn again. */
function within(loaded: LoadedRow<TokenRow> | undefined, index: number | undefined): number | undefined {
  if (loaded === undefined || index === undefined) return undefined;
  const { from, ids } = loaded.row;
  return index >= from - 1 && index < from + ids.length ? index : undefined;
}
