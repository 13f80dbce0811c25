/** Windows as rows: number, input, target, ids below their texts. Any number of them, in any order; nothing is stored. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatCount } from "../../shared/numbers.ts";
import { VirtualRows, type VirtualRowsHandle } from "../../shared/VirtualRows.tsx";
import { pairHeight } from "./Ladder.tsx";
import { tokenAt } from "../known.ts";
import { TokenRun } from "../strip/TokenRun.tsx";
import type { WindowsProps } from "./WindowsTab.tsx";

/** Tokens of a window that are drawn: as many as a wide pane shows. */
const shown = 20;

export function WindowRows(
  props: WindowsProps & {
    readonly count: number;
    readonly windowAt: (row: number) => number;
    /** The row of the selected window. */
    readonly selectedRow: number;
  },
) {
  const { app, state, model, count, windowAt, selectedRow } = props;
  const { maxLength, stride } = model.options;
  const list = useRef<VirtualRowsHandle>(null);
  const [drawn, setDrawn] = useState({ from: 0, to: 0 });
  const length = Math.min(maxLength, shown);
  useLayoutEffect(() => {
    const spans = [];
    for (let row = drawn.from; row < Math.min(count, drawn.to); row += 1) {
      const from = windowAt(row) * stride;
      spans.push({ from, to: from + length + 1 });
    }
    app.wantTokens("rows", spans);
  });
  useLayoutEffect(() => () => app.wantTokens("rows", []), []);
  useLayoutEffect(() => list.current?.reveal(selectedRow), [selectedRow, count]);

  const select = (row: number): void => app.changeLens({ selectedWindow: windowAt(Math.max(0, Math.min(count - 1, row))) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -count, End: count }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    select(selectedRow + by);
  };
  return (
    <div class="window-rows" role="listbox" tabIndex={0} aria-label="Windows" aria-activedescendant="selected-window" onKeyDown={onKeyDown}>
      <VirtualRows
        handle={list}
        count={count}
        itemHeight={pairHeight}
        fixed
        isReady={(from, to) =>
          tokenAt(state.pages, windowAt(from) * stride) !== undefined && tokenAt(state.pages, windowAt(to - 1) * stride) !== undefined
        }
        onRange={(from, to) => setDrawn({ from, to })}
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
              aria-label={`Window ${formatCount(window)}`}
              onClick={() => select(row)}
            >
              <span class="number dim">{formatCount(window)}</span>
              <span class="run input">
                <TokenRun pages={state.pages} from={from} to={from + length} />
                {length < maxLength ? <span class="dim"> …</span> : null}
              </span>
              <span class="run target">
                <TokenRun pages={state.pages} from={from + 1} to={from + length + 1} />
                {length < maxLength ? <span class="dim"> …</span> : null}
              </span>
            </div>
          );
        }}
      </VirtualRows>
    </div>
  );
}
