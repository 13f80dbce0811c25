/**
 * The stride figure on the real text: the selected window's input underlined in blue, its target (one token later) dashed in orange,
 * the next windows as ghosts below. The window's end and the next window's start can be dragged: max_length and stride.
 */
import "./picture.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { plural, rich, t } from "../../../shared/l10n.tsx";
import { clamp, formatCount } from "../../../shared/numbers.ts";
import type { Span } from "../../../../lens/answers.ts";
import { TokenChip } from "../../../shared/elements/TokenChip.tsx";
import { selectToken } from "../../tokenView.ts";
import { pagesOf, tokenAt, wantTokens } from "../loadedTokens.ts";
import { windowAfterStride } from "../windowsModel.ts";
import type { WindowProps } from "../windowsProps.ts";
import { PictureHandle } from "./PictureHandle.tsx";
import { pictureSpans, roleOf, type TokenRole } from "./pictureSpans.ts";

export function WindowPicture({ view, lens, model, window }: WindowProps) {
  const pages = pagesOf(view);
  const { maxLength, stride } = model.options;
  const picture = useRef<HTMLDivElement>(null);
  const spans = pictureSpans(model, window);
  const start = window * stride;
  const nextStart = window + 1 < model.windowCount ? start + stride : undefined;

  useLayoutEffect(() => wantTokens(view, "picture", spans));
  useLayoutEffect(() => () => wantTokens(view, "picture", []), []);
  const dragging = useRef<"end" | "stride" | undefined>(undefined);
  useLayoutEffect(() => {
    if (dragging.current === undefined) keepInView(picture.current, start, start + maxLength);
  }, [start, maxLength, spans[0]?.from, tokenAt(pages, start) === undefined, tokenAt(pages, start + maxLength) === undefined]);

  const setEnd = (token: number): void => {
    const next = clamp(token - start, 1, Math.max(1, model.tokenCount - 1));
    if (next !== maxLength) view.changeLens({ windows: { maxLength: next } });
  };
  const setStride = (next: number): void => {
    const wanted = clamp(next, 1, Math.max(1, model.tokenCount - 1));
    if (wanted !== stride) view.changeLens({ windows: { stride: wanted }, selectedWindow: windowAfterStride(window, stride, wanted) });
  };

  const handle = (which: "end" | "stride") => (
    <PictureHandle
      key={which}
      which={which}
      value={which === "end" ? maxLength : stride}
      onGrab={(event) => {
        dragging.current = which;
        picture.current?.setPointerCapture(event.pointerId); // not the handle, which moves between tokens and would lose it
        event.preventDefault();
      }}
      onStep={(by) => (which === "end" ? setEnd(start + maxLength + by) : setStride(stride + by))}
    />
  );
  const drag = (event: PointerEvent): void => {
    const token = dragging.current === undefined ? undefined : boundaryAt(event);
    if (token === undefined) return;
    if (dragging.current === "end") setEnd(token);
    else setStride(token - start);
  };
  const drop = (): void => {
    dragging.current = undefined;
  };
  const draw = ({ from, to }: Span): ComponentChildren[] => {
    const drawn: ComponentChildren[] = [];
    for (let index = from; index < to; index += 1) {
      if (index === start + maxLength) drawn.push(handle("end"));
      if (index === nextStart) drawn.push(handle("stride"));
      const token = tokenAt(pages, index);
      if (token === undefined) continue;
      drawn.push(
        <TokenChip
          key={index}
          index={index}
          {...token}
          lineBreaks={false}
          class={roleClass(roleOf(model, window, index))}
          selected={index === lens.selectedToken}
        />,
      );
    }
    return drawn;
  };
  const [first, second] = spans;
  return (
    <section
      class="picture-part"
      aria-label={t("Window {0}: input tokens {1} to {2}, target one later", window, start, start + maxLength - 1)}
    >
      <div
        ref={picture}
        class="picture tokens"
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerCancel={drop}
        onClick={(event) => {
          const token = event.target instanceof Element ? event.target.closest<HTMLElement>(".token") : null;
          if (token !== null) selectToken(view, Number(token.dataset["i"]));
        }}
      >
        {first === undefined ? null : draw(first)}
        {first === undefined || second === undefined ? null : (
          <>
            <span class="gap dim"> {plural(second.from - first.to, "… {0} token …", "… {0} tokens …")} </span>
            {draw(second)}
          </>
        )}
      </div>
      <p class="legend small dim">
        <span class="key number">
          <i class="stroke input" /> {rich("input: tokens {0}–{1}", [formatCount(start), formatCount(start + maxLength - 1)])}
        </span>
        <span class="key number">
          <i class="stroke target" /> {rich("target: tokens {0}–{1}, one later", [formatCount(start + 1), formatCount(start + maxLength)])}
        </span>
        <span class="key">
          <i class="stroke ghost" />{" "}
          {stride < maxLength
            ? plural(maxLength - stride, "next windows, overlapping by {0} token", "next windows, overlapping by {0} tokens")
            : t("next windows")}
        </span>
      </p>
    </section>
  );
}

const roleClass = ({ input, target, ghosts }: TokenRole): string =>
  `${input ? "in " : ""}${target ? "tg " : ""}${ghosts[0] === true ? "g1 " : ""}${ghosts[1] === true ? "g2 " : ""}${input && ghosts[0] === true ? "overlap" : ""}`;

/** Scrolls the picture, not the page, so that the window is seen, its start above all. */
function keepInView(picture: HTMLElement | null, from: number, to: number): void {
  const first = picture?.querySelector<HTMLElement>(`[data-i="${from}"]`);
  if (picture === null || first === null || first === undefined) return;
  const last = picture.querySelector<HTMLElement>(`[data-i="${to}"]`) ?? first;
  const [top, bottom] = [first.offsetTop, last.offsetTop + last.offsetHeight + 16];
  if (bottom > picture.scrollTop + picture.clientHeight) picture.scrollTop = Math.min(top - 12, bottom - picture.clientHeight);
  if (top < picture.scrollTop + 12) picture.scrollTop = top - 12;
}

/** The boundary between tokens nearest to the pointer, as the index of the token after it; undefined when it is over none. */
function boundaryAt(event: PointerEvent): number | undefined {
  const under = document.elementsFromPoint(event.clientX, event.clientY);
  const token = under.map((element) => element.closest<HTMLElement>(".picture .token")).find((each) => each !== null);
  if (token === undefined) return undefined;
  const rects = [...token.getClientRects()];
  const rect = rects.find(({ top, bottom }) => event.clientY >= top && event.clientY <= bottom) ?? rects[0];
  const isAfter = rect !== undefined && event.clientX > rect.left + rect.width / 2;
  return Number(token.dataset["i"]) + (isAfter ? 1 : 0);
}
