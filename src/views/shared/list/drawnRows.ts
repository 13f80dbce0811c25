/** What a virtual list reads from the page and writes to it: the heights of groups, and where the content is. */
import type { Anchor, ListSizes } from "./scrollModel.ts";

/** Remembered heights; forgotten all at once beyond. */
const heightLimit = 4000;

export interface Heights {
  /** Pixels, by the first item of a group. */
  measured: Map<number, number>;
  /** Pixels an item takes on average: what is not measured is estimated with it. */
  average: number;
}

export function measure({ measured }: Heights, content: HTMLElement | null): void {
  if (content === null) return;
  if (measured.size > heightLimit) measured.clear();
  for (const element of content.children) {
    const item = Number((element as HTMLElement).dataset["item"]); // children are the elements drawn above
    measured.set(item, element.getBoundingClientRect().height);
  }
}

/** The average of what was measured becomes the estimate for the rest; never while the scrollbar is held. */
export function learnHeight(heights: Heights, list: ListSizes): void {
  let pixels = 0;
  let items = 0;
  for (const [item, height] of heights.measured) {
    if (item >= list.count) continue;
    pixels += height;
    items += list.endOf(item) - item;
  }
  if (items > 0) heights.average = pixels / items;
}

/** Moves the content so that the anchor's group is where it should be. */
export function place(anchor: Anchor, content: HTMLElement | null): void {
  if (content === null) return;
  let above = 0;
  for (const element of content.children) {
    if (Number((element as HTMLElement).dataset["item"]) >= anchor.item) break;
    above += element.getBoundingClientRect().height;
  }
  content.style.transform = `translateY(${anchor.offset - above}px)`;
}
