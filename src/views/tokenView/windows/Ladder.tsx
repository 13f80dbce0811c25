/** The prediction ladder: the maxLength exercises in one window, context → next token. */
import { useLayoutEffect, useState } from "preact/hooks";
import { formatCount } from "../../shared/numbers.ts";
import { VirtualRows } from "../../shared/VirtualRows.tsx";
import { TokenRun } from "../strip/TokenRun.tsx";
import type { WindowsProps } from "./WindowsTab.tsx";

/** Pixels: two lines of a token. */
export const pairHeight = 46;
/** Tokens of the context that are drawn, the nearest to the arrow. */
const contextShown = 40;

export function Ladder({ app, state, model, window }: WindowsProps & { readonly window: number }) {
  const { maxLength, stride } = model.options;
  const start = window * stride;
  const [drawn, setDrawn] = useState({ from: 0, to: 0 });
  useLayoutEffect(() =>
    app.wantTokens("ladder", [
      { from: Math.max(start, start + drawn.from + 1 - contextShown), to: start + Math.min(drawn.to, maxLength) + 1 },
    ]),
  );
  useLayoutEffect(() => () => app.wantTokens("ladder", []), []);
  return (
    <section class="pane ladder" aria-label="Prediction ladder">
      <header class="pane-header">
        <h2>window {formatCount(window)}: context → next</h2>
        <span class="dim number small">{formatCount(maxLength)} predictions</span>
      </header>
      <div class="pane-body" style={{ "--rows": String(maxLength) }}>
        <VirtualRows count={maxLength} itemHeight={pairHeight} fixed onRange={(from, to) => setDrawn({ from, to })}>
          {(row) => (
            <div class="rung tokens show-both">
              <span class="number dim">{formatCount(row)}</span>
              <span class="context">
                <span>
                  {row + 1 > contextShown ? <span class="dim">… </span> : null}
                  <TokenRun pages={state.pages} from={Math.max(start, start + row + 1 - contextShown)} to={start + row + 1} />
                </span>
              </span>
              <span class="dim arrow">→</span>
              <span class="next">
                <TokenRun pages={state.pages} from={start + row + 1} to={start + row + 2} class="tg" />
              </span>
            </div>
          )}
        </VirtualRows>
      </div>
    </section>
  );
}
