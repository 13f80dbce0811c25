/**
 * The stride figure on the real text: the selected window's input underlined in blue, its target (one token later) dashed in orange,
 * the next windows as ghosts below. The window's end and the next window's start can be dragged: max_length and stride.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { clamp, counted, formatCount } from "../../shared/numbers.ts";
import { TokenChip } from "../../shared/TokenChip.tsx";
import { type Span, tokenAt } from "../known.ts";
import { pictureSpans, roleOf, type TokenRole } from "./windowPicture.ts";
import { windowAfterStride } from "./windowsModel.ts";
import type { WindowsProps } from "./WindowsTab.tsx";

export function WindowPicture({ app, state, lens, model, window }: WindowsProps & { readonly window: number }) {
  const { maxLength, stride } = model.options;
  const picture = useRef<HTMLDivElement>(null);
  const spans = pictureSpans(model, window);
  const start = window * stride;
  const nextStart = window + 1 < model.windowCount ? start + stride : null;

  useLayoutEffect(() => app.wantTokens("picture", spans));
  useLayoutEffect(() => () => app.wantTokens("picture", []), []);
  const dragging = useRef<"end" | "stride" | null>(null);
  useLayoutEffect(() => {
    if (dragging.current === null) keepInView(picture.current, start, start + maxLength);
  }, [start, maxLength, spans[0]?.from, tokenAt(state.pages, start) === undefined, tokenAt(state.pages, start + maxLength) === undefined]);

  const setEnd = (token: number): void => {
    const next = clamp(token - start, 1, Math.max(1, model.tokenCount - 1));
    if (next !== maxLength) app.changeWindows({ maxLength: next });
  };
  const setStride = (next: number): void => {
    const wanted = clamp(next, 1, Math.max(1, model.tokenCount - 1));
    if (wanted !== stride) app.changeLens({ windows: { stride: wanted }, selectedWindow: windowAfterStride(window, stride, wanted) });
  };

  const handle = (which: "end" | "stride"): preact.JSX.Element => (
    <Handle
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
    const token = dragging.current === null ? null : boundaryAt(event);
    if (token === null) return;
    if (dragging.current === "end") setEnd(token);
    else setStride(token - start);
  };
  const drop = (): void => {
    dragging.current = null;
  };
  const draw = ({ from, to }: Span): preact.ComponentChildren[] => {
    const drawn: preact.ComponentChildren[] = [];
    for (let index = from; index < to; index += 1) {
      if (index === start + maxLength) drawn.push(handle("end"));
      if (index === nextStart) drawn.push(handle("stride"));
      const token = tokenAt(state.pages, index);
      if (token === undefined) continue;
      drawn.push(
        <TokenChip
          key={index}
          index={index}
          text={token.text}
          partial={token.partial}
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
    <section class="picture-part" aria-label={`Window ${window}: input tokens ${start} to ${start + maxLength - 1}, target one later`}>
      <div
        ref={picture}
        class="picture tokens"
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerCancel={drop}
        onClick={(event) => {
          const token = event.target instanceof Element ? event.target.closest<HTMLElement>(".token") : null;
          if (token !== null) app.changeLens({ selectedToken: Number(token.dataset["i"]) });
        }}
      >
        {first === undefined ? null : draw(first)}
        {first === undefined || second === undefined ? null : (
          <>
            <span class="gap dim"> … {counted(second.from - first.to, "token")} … </span>
            {draw(second)}
          </>
        )}
      </div>
      <p class="legend small dim">
        <span class="key number">
          <i class="stroke input" /> input: tokens {formatCount(start)}–{formatCount(start + maxLength - 1)}
        </span>
        <span class="key number">
          <i class="stroke target" /> target: tokens {formatCount(start + 1)}–{formatCount(start + maxLength)}, one later
        </span>
        <span class="key">
          <i class="stroke ghost" /> next windows{stride < maxLength ? `, overlapping by ${counted(maxLength - stride, "token")}` : ""}
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

/** The boundary between tokens nearest to the pointer, as the index of the token after it; null when it is over none. */
function boundaryAt(event: PointerEvent): number | null {
  const under = document.elementsFromPoint(event.clientX, event.clientY);
  const token = under.map((element) => element.closest<HTMLElement>(".picture .token")).find((each) => each !== null);
  if (token === undefined) return null;
  const rects = [...token.getClientRects()];
  const rect = rects.find(({ top, bottom }) => event.clientY >= top && event.clientY <= bottom) ?? rects[0];
  const isAfter = rect !== undefined && event.clientX > rect.left + rect.width / 2;
  return Number(token.dataset["i"]) + (isAfter ? 1 : 0);
}

/** A grip between two tokens: drag it over the text, or step it with the arrow keys. */
function Handle(props: {
  readonly which: "end" | "stride";
  readonly value: number;
  readonly onGrab: (event: PointerEvent) => void;
  readonly onStep: (by: number) => void;
}) {
  const name = props.which === "end" ? "max_length" : "stride";
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    props.onStep(by);
  };
  return (
    <span
      class={`handle ${props.which}`}
      role="slider"
      tabIndex={0}
      aria-label={`${name}, ${props.which === "end" ? "the window’s end" : "the next window’s start"}`}
      aria-valuenow={props.value}
      aria-valuemin={1}
      title={`${name} ${props.value}: drag, or use the arrow keys`}
      onPointerDown={props.onGrab}
      onKeyDown={onKeyDown}
    />
  );
}
