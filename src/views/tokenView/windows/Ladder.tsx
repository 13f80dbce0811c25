/** The prediction ladder: the maxLength exercises in one window, context → next token. */
import "./ladder.css";
import { useLayoutEffect, useState } from "preact/hooks";
import { plural, rich, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { VirtualRows } from "../../shared/list/VirtualRows.tsx";
import { pagesOf, wantTokens } from "./loadedTokens.ts";
import { TokenRun } from "./TokenRun.tsx";
import type { WindowProps } from "./windowsProps.ts";

/** Pixels: two lines of a token. */
export const pairHeight = 46;
/** Tokens of the context that are drawn, the nearest to the arrow. */
const contextShown = 40;

export function Ladder({ view, model, window }: WindowProps) {
  const { maxLength, stride } = model.options;
  const start = window * stride;
  const pages = pagesOf(view);
  const [drawn, setDrawn] = useState({ from: 0, to: 0 });
  useLayoutEffect(() =>
    wantTokens(view, "ladder", [
      { from: Math.max(start, start + drawn.from + 1 - contextShown), to: start + Math.min(drawn.to, maxLength) + 1 },
    ]),
  );
  useLayoutEffect(() => () => wantTokens(view, "ladder", []), []);
  return (
    <section class="pane ladder" aria-label={t("Prediction ladder")}>
      <header class="pane-header">
        <h2>{rich("window {0}: context → next", [formatCount(window)])}</h2>
        <span class="dim number small">{plural(maxLength, "{0} prediction", "{0} predictions")}</span>
      </header>
      <div class="pane-body" style={{ "--rows": String(maxLength) }}>
        <VirtualRows
          count={maxLength}
          itemHeight={pairHeight}
          fixed
          onRange={(from, to) => setDrawn({ from, to })}
          element={{ role: "group", tabIndex: 0, "aria-label": t("Context and next token") }}
        >
          {(row) => (
            <div class="rung tokens show-both">
              <span class="number dim">{formatCount(row)}</span>
              <span class="context">
                <span>
                  {row + 1 > contextShown ? <span class="dim">… </span> : null}
                  <TokenRun pages={pages} from={Math.max(start, start + row + 1 - contextShown)} to={start + row + 1} />
                </span>
              </span>
              <span class="dim arrow">→</span>
              <span class="next">
                <TokenRun pages={pages} from={start + row + 1} to={start + row + 2} class="tg" />
              </span>
            </div>
          )}
        </VirtualRows>
      </div>
    </section>
  );
}
