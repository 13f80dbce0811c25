/**
 * A list of any length, of which only what is near the viewport is drawn. The content is in a sticky frame and is moved by
 * the scroll position's changes, so that it never tears or blanks; small changes move it by exactly as many pixels, large ones
 * (a dragged thumb) go to the place in proportion. Arithmetic in scrollModel.ts.
 */
import type { ComponentChildren, HTMLAttributes, RefObject } from "preact";
import { useImperativeHandle, useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { type Heights, learnHeight, measure, place } from "./drawnRows.ts";
import { aimOf, arrived, isMovement, type Position, showing, startingAt, targetOf, waitingFor } from "./position.ts";
import { type Anchor, type ListSizes, anchorAtEnd, itemsAround, moveBy, scrollTopOf, settle, spacerHeight } from "./scrollModel.ts";
import type { Span } from "../../../lens/answers.ts";

/** Pixels drawn above and below the viewport, and how much of them must be left. */
const overscan = 500;
const leastOverscan = 150;

/** What a list remembers between two drawings. */
interface Memory {
  position: Position;
  readonly heights: Heights;
  viewport: number;
  lastScrollTop: number;
  /** The items last reported as drawn or waited for. */
  reported: Span;
  /** The user is moving the native scrollbar: it must not be corrected now. */
  scrolling: boolean;
}

export interface Groups {
  startOf(item: number): number;
  endOf(item: number): number;
}
const singly: Groups = { startOf: (item) => item, endOf: (item) => item + 1 };

export interface VirtualRowsHandle {
  /** Brings an item into view if it is not, with some of what precedes it. */
  reveal(item: number): void;
  scrollBy(pixels: number): void;
  readonly viewport: HTMLElement | null;
}

export interface VirtualRowsProps {
  readonly count: number;
  /** Pixels: exact when `fixed`, else a first estimate. */
  readonly itemHeight: number;
  readonly fixed?: boolean;
  readonly groups?: Groups;
  /** Whether the items [from, to) have arrived: a jump to some that have not keeps what is drawn until they have. */
  readonly isReady?: (from: number, to: number) => boolean;
  /** Draws one group as one element. */
  readonly children: (from: number, to: number) => ComponentChildren;
  /** Called with the items that are drawn, whenever that changes; while a jump waits for items, with those. */
  readonly onRange?: (from: number, to: number) => void;
  /** Called after each drawing, with everything in its place. */
  readonly onDrawn?: () => void;
  /** Heights are measured anew when this changes. */
  readonly layoutKey?: string;
  readonly handle?: RefObject<VirtualRowsHandle | null>;
  /** The item to start at, and where the list has been scrolled to, to be kept. */
  readonly startAt?: number;
  readonly onAnchor?: (item: number) => void;
  /** Role, name and handlers of the element that scrolls. It takes the focus: what scrolls must be reachable by keys. */
  readonly element: HTMLAttributes<HTMLDivElement> & { readonly tabIndex: number };
}

export function VirtualRows(props: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((drawn: number, more: number) => drawn + more, 0);
  const model = useRef<Memory>({
    position: startingAt(props.startAt ?? 0),
    heights: { measured: new Map(), average: props.itemHeight },
    viewport: 600,
    lastScrollTop: 0,
    reported: { from: 0, to: 0 },
    scrolling: false,
  }).current;
  const { heights } = model;
  heights.measured = useMemo(() => new Map(), [props.layoutKey]);

  const moveTo = (anchor: Anchor): void => {
    model.position = { ...model.position, anchor };
  };
  const groups = props.groups ?? singly;
  const fixed = props.fixed === true;
  if (fixed) heights.average = props.itemHeight;
  const list: ListSizes = {
    count: props.count,
    get viewport() {
      return model.viewport;
    },
    get itemHeight() {
      return heights.average;
    },
    startOf: groups.startOf,
    endOf: (item) => Math.min(props.count, groups.endOf(item)),
    heightOf: (item) =>
      fixed ? props.itemHeight : (heights.measured.get(item) ?? (Math.min(props.count, groups.endOf(item)) - item) * heights.average),
  };
  model.position = arrived(model.position, (anchor) => isThere(anchor, list, props));
  moveTo(settle(model.position.anchor, list));
  const range = itemsAround(model.position.anchor, list, overscan);
  const current = useRef({ props, list, range });
  current.current = { props, list, range };

  const synchronize = (): void => {
    const element = scroller.current;
    if (element === null || element.scrollTop !== model.lastScrollTop) return; // moved by the user: its event is on the way
    if (!fixed && heights.measured.size > 0) learnHeight(heights, current.current.list);
    const spacer = element.firstElementChild;
    if (spacer instanceof HTMLElement) spacer.style.height = `${spacerHeight(current.current.list)}px`;
    const wanted = scrollTopOf(aimOf(model.position), current.current.list);
    if (Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
    model.lastScrollTop = element.scrollTop;
  };
  useLayoutEffect(() => {
    model.viewport = scroller.current?.clientHeight || model.viewport; // 0 while the page is hidden
    if (!fixed) measure(heights, content.current);
    const { list } = current.current;
    moveTo(model.position.atEnd ? anchorAtEnd(list) : settle(model.position.anchor, list));
    place(model.position.anchor, content.current);
    if (!model.scrolling) synchronize();
    const { from, to } = itemsAround(model.position.anchor, list, leastOverscan);
    if (from < range.from || to > range.to) redraw(1); // heights were estimated too small or too large
    const awaited = model.position.awaited.at(-1);
    reportRange(awaited === undefined ? range : itemsAround(awaited, list, overscan)); // sizes learned meanwhile may have widened it
    props.onDrawn?.();
  });

  const reportRange = (range: Span): void => {
    if (range.from === model.reported.from && range.to === model.reported.to) return;
    model.reported = range;
    current.current.props.onRange?.(range.from, range.to);
  };

  /** Moves at once if what is drawn reaches far enough, else draws anew. */
  const show = (anchor: Anchor, isJump: boolean): void => {
    const { props, list, range } = current.current;
    if (isJump && !isThere(anchor, list, props)) {
      model.position = waitingFor(model.position, anchor);
      reportRange(itemsAround(anchor, list, overscan));
      return;
    }
    model.position = showing(model.position, anchor);
    const { from, to } = itemsAround(anchor, list, leastOverscan);
    if (from < range.from || to > range.to) redraw(1);
    else place(anchor, content.current);
  };
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const { list } = current.current;
    const moved = element.scrollTop - model.lastScrollTop;
    model.lastScrollTop = element.scrollTop;
    if (moved === 0) return;
    model.scrolling = true;
    const local = isMovement(moved, list);
    const isLowest = element.scrollTop >= element.scrollHeight - element.clientHeight - 1;
    const target = targetOf(model.position, { scrollTop: element.scrollTop, moved, isLowest }, list);
    const isJump = !local || model.position.awaited.length > 0;
    model.position = { ...model.position, atEnd: !local && isLowest };
    show(target, isJump);
    const atEdge = element.scrollTop <= 0 || isLowest;
    if (local && atEdge && Math.abs(scrollTopOf(model.position.anchor, list) - element.scrollTop) > 1) synchronize();
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth !== width) heights.measured.clear();
      width = element.clientWidth;
      redraw(1);
      synchronize();
    });
    observer.observe(element);
    const onScrollEnd = (): void => {
      model.scrolling = false;
      synchronize();
      current.current.props.onAnchor?.(model.position.anchor.item);
    };
    element.addEventListener("scrollend", onScrollEnd);
    return () => {
      observer.disconnect();
      element.removeEventListener("scrollend", onScrollEnd);
    };
  }, []);

  useImperativeHandle(
    props.handle ?? noHandle,
    () => ({
      reveal(item) {
        const { list } = current.current;
        const start = list.startOf(Math.max(0, Math.min(list.count - 1, item)));
        const { anchor } = model.position;
        const { from, to } = itemsAround(anchor, list, 0);
        const cutBelow = to - from > 1 && start === list.startOf(Math.max(0, to - 1)) && fixed;
        const isVisible = start >= from && start < to && !cutBelow && !(start === anchor.item && anchor.offset < 0 && fixed);
        model.position = isVisible ? showing(model.position, anchor) : { ...model.position, atEnd: false };
        if (isVisible) return;
        show(settle({ item: start, offset: Math.min(list.viewport / 3, list.viewport - list.heightOf(start)) }, list), true);
        synchronize();
      },
      scrollBy(pixels) {
        model.position = { ...model.position, atEnd: false };
        show(moveBy(model.position.anchor, pixels, current.current.list), false);
        synchronize();
      },
      get viewport() {
        return scroller.current;
      },
    }),
    [],
  );

  const drawn: ComponentChildren[] = [];
  for (let item = range.from; item < range.to; item = list.endOf(item)) {
    drawn.push(
      <div key={item} class="virtual-item" data-item={item}>
        {props.children(item, list.endOf(item))}
      </div>,
    );
  }
  return (
    <div {...props.element} class="virtual-rows" ref={scroller} onScroll={onScroll}>
      <div class="virtual-spacer">
        <div class="virtual-frame">
          <div class="virtual-content" ref={content}>
            {drawn}
          </div>
        </div>
      </div>
    </div>
  );
}

const noHandle: RefObject<VirtualRowsHandle | null> = { current: null };

function isThere(anchor: Anchor, list: ListSizes, { isReady }: VirtualRowsProps): boolean {
  const { from, to } = itemsAround(anchor, list, 0);
  return isReady === undefined || isReady(from, to);
}
