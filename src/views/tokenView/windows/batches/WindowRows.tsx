/** Windows as rows: number, input, target, ids below their texts. Any number of them, in any order; nothing is stored. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../shared/l10n.tsx";
import { clamp, formatCount } from "../../../shared/numbers.ts";
import { VirtualRows, type VirtualRowsHandle } from "../../../shared/list/VirtualRows.tsx";
import { pairHeight } from "../Ladder.tsx";
import { pagesOf, tokenAt, wantTokens } from "../loadedTokens.ts";
import { TokenRun } from "../TokenRun.tsx";
import type { WindowsProps } from "../windowsProps.ts";

/** Tokens of a window that are drawn: as many as a wide pane shows. */
const tokensShown = 20;

export function WindowRows(
  props: WindowsProps & {
    readonly count: number;
    readonly windowAt: (row: number) => number;
    /** The row of the selected window. */
    readonly selectedRow: number;
  },
) {
  const { view, model, count, windowAt, selectedRow } = props;
  const { maxLength, stride } = model.options;
  const pages = pagesOf(view);
  const list = useRef<VirtualRowsHandle>(null);
  const [drawn, setDrawn] = useState({ from: 0, to: 0 });
  const length = Math.min(maxLength, tokensShown);
  const more = length < maxLength ? <span class="dim"> …</span> : null;
  useLayoutEffect(() => {
    const spans = [];
    for (let row = drawn.from; row < Math.min(count, drawn.to); row += 1) {
      const from = windowAt(row) * stride;
      spans.push({ from, to: from + length + 1 });
    }
    wantTokens(view, "rows", spans);
  });
  useLayoutEffect(() => () => wantTokens(view, "rows", []), []);
  useLayoutEffect(() => list.current?.reveal(selectedRow), [selectedRow, count]);

  const hasStart = (row: number): boolean => tokenAt(pages, windowAt(row) * stride) !== undefined;
  const select = (row: number): void => view.changeLens({ selectedWindow: windowAt(clamp(row, 0, count - 1)) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -count, End: count }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    select(selectedRow + by);
  };
  return (
    <div class="window-rows">
      <VirtualRows
        handle={list}
        count={count}
        itemHeight={pairHeight}
        fixed
        isReady={(from, to) => hasStart(from) && hasStart(to - 1)}
        onRange={(from, to) => setDrawn({ from, to })}
        element={{ role: "listbox", tabIndex: 0, "aria-label": t("Windows"), "aria-activedescendant": "selected-window", onKeyDown }}
      >
        {(row) => {
          const window = windowAt(row);
          const from = window * stride;
          const isSelected = row === selectedRow;
          return (
            <div
              class={`window-row tokens show-both${isSelected ? " selected" : ""}`}
              id={isSelected ? "selected-window" : undefined}
              role="option"
              aria-selected={isSelected}
              onClick={() => select(row)}
            >
              <span class="number dim">{formatCount(window)}</span>
              <span class="run input">
                <TokenRun pages={pages} from={from} to={from + length} />
                {more}
              </span>
              <span class="run target">
                <TokenRun pages={pages} from={from + 1} to={from + length + 1} />
                {more}
              </span>
            </div>
          );
        }}
      </VirtualRows>
    </div>
  );
}
