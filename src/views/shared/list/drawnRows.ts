/** What a virtual list remembers between two drawings, and what it reads from the page: heights, and where groups have joined. */
import type { Anchor, ListSizes } from "./scrollModel.ts";
import type { Span } from "../../../lens/answers.ts";

/** Remembered heights; forgotten all at once beyond. */
const heightLimit = 4000;

export interface Model {
  anchor: Anchor;
  viewport: number;
  lastScrollTop: number;
  itemHeight: number;
  heights: Map<number, number>;
  drawn: Span;
  /** The items last reported as drawn or waited for. */
  reported: Span;
  key: string;
  /** The user is moving the native scrollbar: it must not be corrected now. */
  scrolling: boolean;
  /** Places jumped to that have not arrived, oldest first; the last one is where the scrollbar is. */
  awaited: readonly Anchor[];
  /** The user went to the end: it stays in view while heights become known. */
  atEnd: boolean;
}

/** The latest place jumped to that has arrived becomes the place that is shown. */
export function arrive(model: Model, isReady: (anchor: Anchor) => boolean): void {
  const at = model.awaited.findLastIndex(isReady);
  const arrived = model.awaited[at];
  if (arrived === undefined) return;
  model.anchor = arrived;
  model.awaited = model.awaited.slice(at + 1);
}

export const isJoined = ({ item }: Anchor, list: ListSizes): boolean => item < list.count && list.startOf(item) !== item;

/** The anchor's item keeps its place on the screen in the group that it has become a part of. */
export function afterJoin(anchor: Anchor, list: ListSizes, content: HTMLElement | null, element: Element | null | undefined): Anchor {
  const start = list.startOf(anchor.item);
  const group = content?.querySelector(`[data-item="${start}"]`);
  if (element === null || element === undefined || group === null || group === undefined) return { item: start, offset: anchor.offset };
  return { item: start, offset: anchor.offset - (element.getBoundingClientRect().top - group.getBoundingClientRect().top) };
}

export function measure(model: Model, content: HTMLElement | null, fixed: boolean): void {
  if (content === null || fixed) return;
  if (model.heights.size > heightLimit) model.heights.clear();
  for (const element of content.children) {
    const item = Number((element as HTMLElement).dataset["item"]); // children are the elements drawn above
    model.heights.set(item, element.getBoundingClientRect().height);
  }
}

/** The average of what was measured becomes the estimate for the rest; never while the scrollbar is held. */
export function learnHeight(model: Model, list: ListSizes): void {
  let pixels = 0;
  let items = 0;
  for (const [item, height] of model.heights) {
    if (item >= list.count) continue;
    pixels += height;
    items += list.endOf(item) - item;
  }
  if (items > 0) model.itemHeight = pixels / items;
}

/** Moves the content so that the anchor's group is where it should be. */
export function place(model: Model, content: HTMLElement | null): void {
  if (content === null) return;
  let above = 0;
  for (const element of content.children) {
    if (Number((element as HTMLElement).dataset["item"]) >= model.anchor.item) break;
    above += element.getBoundingClientRect().height;
  }
  content.style.transform = `translateY(${model.anchor.offset - above}px)`;
}
