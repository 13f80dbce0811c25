/**
 * The text as tokens, flowing as it does in the file. Only what is near the viewport is drawn; clicks and keys move the selected token,
 * and a token selected elsewhere is brought into view.
 */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { findBuiltIn } from "../../../core/tokens/catalogue.ts";
import type { Lens } from "../../../protocol/lens.ts";
import type { ReadyText } from "../../../protocol/views.ts";
import { VirtualRows, type VirtualRowsHandle } from "../../shared/VirtualRows.tsx";
import type { PartProps } from "../App.tsx";
import type { KnownRow } from "../known.ts";
import { rowGroups } from "./rowGroups.ts";
import { lensOf } from "../state.ts";
import { StripRow } from "./StripRow.tsx";
import { copiedText, elementOf, keyTarget } from "./stripKeys.ts";

/** A first guess of a row's height in pixels, before any was drawn. */
const guessedHeight = 32;

export function TokenStrip({ app, state, text, lens }: PartProps & { readonly text: ReadyText; readonly lens: Lens }) {
  const list = useRef<VirtualRowsHandle>(null);
  const root = useRef<HTMLDivElement>(null);
  const specialTokens = findBuiltIn(lens.encoding)?.specialTokens.tokens;
  const { choices, search, rows } = state;
  const groups = useMemo(() => rowGroups(rows), [rows]);
  const match = search.query === "" ? null : (search.result?.match ?? null);
  const reveal = useReveal(app, list, rows);

  useLayoutEffect(() => reveal.want(lens.selectedToken), [lens.selectedToken, text.name]);
  useLayoutEffect(() => reveal.want(match?.from ?? null), [match?.from]);
  useLayoutEffect(() => reveal.tryNow());

  const select = (index: number): void => app.changeLens({ selectedToken: Math.max(0, Math.min(text.tokenCount - 1, index)) });
  const onClick = (event: MouseEvent): void => {
    if (getSelection()?.isCollapsed === false) return; // text was marked, to copy it
    const token = event.target instanceof Element ? event.target.closest<HTMLElement>(".token") : null;
    if (token !== null) select(Number(token.dataset["i"]));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const selected = lensOf(app.getState())?.selectedToken ?? null; // newer than what is drawn, when keys come faster than frames
    if (event.key === "Escape" && selected !== null) app.changeLens({ selectedToken: null });
    else if (event.key === "Enter" && selected !== null) void app.host.request("editor/focus", { index: selected });
    else {
      const target = keyTarget(event, selected, text.tokenCount, list.current);
      if (target === null) return;
      select(target);
    }
    event.preventDefault();
  };

  return (
    <div
      ref={root}
      id="strip"
      class={`strip tokens show-${choices.show}${choices.whitespace ? "" : " no-whitespace"}`}
      role="listbox"
      tabIndex={0}
      aria-label={`Tokens of ${text.name}`}
      aria-activedescendant={lens.selectedToken === null ? undefined : "selected-token"}
      onClick={onClick}
      onDblClick={(event) => {
        const token = event.target instanceof Element ? event.target.closest<HTMLElement>(".token") : null;
        if (token !== null) void app.host.request("editor/focus", { index: Number(token.dataset["i"]) });
      }}
      onKeyDown={onKeyDown}
      onCopy={(event) => {
        const copied = copiedText();
        if (copied === "") return;
        event.clipboardData?.setData("text/plain", copied);
        event.preventDefault();
      }}
      onWheel={() => reveal.want(null)}
      onPointerDown={() => reveal.want(null)}
    >
      <VirtualRows
        key={text.name}
        handle={list}
        count={text.rowCount}
        itemHeight={guessedHeight}
        groups={groups}
        layoutKey={`${choices.show} ${text.name} ${lens.encoding}`}
        startAt={choices.row}
        onAnchor={(row) => app.dispatch({ kind: "choicesChanged", choices: { row } })}
        onDrawn={() => reveal.tryNow()}
        onRange={(from, to) => app.wantRows({ from, to })}
        isReady={(from, to) => hasAll(rows, from, to)}
        elementOf={(row) => elementOf(list.current?.viewport ?? null, rows.get(row)?.row.from ?? -1)}
      >
        {(from, to) => {
          const drawn = [];
          for (let row = from; row < to; row += 1) {
            drawn.push(
              <StripRow
                key={row}
                row={rows.get(row)?.row}
                show={choices.show}
                selected={within(rows.get(row), lens.selectedToken)}
                matchFrom={within(rows.get(row), match?.from ?? null)}
                matchTo={match === null ? null : match.to}
                tokenCount={text.tokenCount}
                specialTokens={specialTokens}
              />,
            );
          }
          return drawn;
        }}
      </VirtualRows>
    </div>
  );
}

function hasAll(rows: ReadonlyMap<number, KnownRow>, from: number, to: number): boolean {
  for (let row = from; row < to; row += 1) if (!rows.has(row)) return false;
  return true;
}

/** The token when it stands in (or, for a match, reaches into) this row, so that other rows need not be drawn again. */
function within(known: KnownRow | undefined, index: number | null): number | null {
  if (known === undefined || index === null) return null;
  const { from, ids } = known.row;
  return index >= from - 1 && index < from + ids.length ? index : null;
}

/** Brings a token into view once its row is known and drawn, and keeps it there until the user scrolls: rows that arrive above move it. */
function useReveal(app: PartProps["app"], list: { readonly current: VirtualRowsHandle | null }, rows: ReadonlyMap<number, KnownRow>) {
  const wanted = useRef<number | null>(null);
  const asked = useRef<number | null>(null);
  return {
    want(index: number | null): void {
      wanted.current = index;
      asked.current = null;
    },
    tryNow(): void {
      const index = wanted.current;
      if (index === null) return;
      const viewport = list.current?.viewport ?? null;
      const element = elementOf(viewport, index);
      if (element !== null && viewport !== null) {
        const [frame, box] = [viewport.getBoundingClientRect(), element.getBoundingClientRect()];
        const line = Math.min(box.height, frame.height / 4);
        const above = box.top - line - frame.top;
        const below = box.bottom + line - frame.bottom;
        const isNear = above > -frame.height && below < frame.height;
        if (above < 0) list.current?.scrollBy(isNear ? above : above - frame.height / 3);
        else if (below > 0) list.current?.scrollBy(isNear ? below : above - frame.height / 3);
        return;
      }
      if (asked.current === index) return;
      asked.current = index;
      for (const [row, { row: tokens }] of rows) {
        if (index >= tokens.from && index < tokens.from + tokens.ids.length) return list.current?.reveal(row);
      }
      app.host.request("rows/ofToken", { index }).then(
        ({ row }) => {
          if (wanted.current === index) list.current?.reveal(row);
        },
        () => {
          if (asked.current === index) asked.current = null; // the text has changed meanwhile: asked again with the next state
        },
      );
    },
  };
}
