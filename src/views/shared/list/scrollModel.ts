/**
 * Where a virtual list has been scrolled to, without a DOM: the position is an anchor (an item and how far its top is from the viewport's), so that it
 * is exact for lists of any length and of items whose height is only known once drawn. The native scrollbar shows it to scale:
 * browsers cap an element's height at some 33 million pixels and lose whole pixels long before.
 *
 * Items may be drawn in groups (rows of tokens that read on as one paragraph): an anchor is always the first item of its group.
 */

export interface Anchor {
  readonly item: number;
  /** Pixels from the viewport's top down to the group's top: 0 or less when the group is cut off. */
  readonly offset: number;
}

/** The list, as far as its sizes are known. */
export interface ListSizes {
  /** Items in the list. */
  readonly count: number;
  /** Pixels. */
  readonly viewport: number;
  /** Pixels an item takes on average, for what was never drawn. */
  readonly itemHeight: number;
  /** Height of the group that starts at `item`, measured or estimated. */
  heightOf(item: number): number;
  /** The group an item is in, [startOf, endOf). */
  startOf(item: number): number;
  endOf(item: number): number;
}

/** Taller than any screen, small enough for exact pixels (float32 has 24 bits of them). */
export const tallestSpacer = 1_000_000;

/** The same place or the nearest possible one, with the group at the viewport's top as the anchor. */
export function settle(anchor: Anchor, list: ListSizes): Anchor {
  if (list.count === 0) return { item: 0, offset: 0 };
  const wanted = Math.max(0, Math.min(list.count - 1, anchor.item));
  let item = list.startOf(wanted);
  // An item that had not arrived was a group of its own. Now that its group is known, the item stays about where it was.
  let offset = anchor.offset - (wanted - item) * list.itemHeight;
  while (offset > 0 && item > 0) {
    item = list.startOf(item - 1);
    offset -= list.heightOf(item);
  }
  if (item === 0 && offset > 0) offset = 0;
  for (let height = list.heightOf(item); offset + height <= 0; height = list.heightOf(item)) {
    const next = list.endOf(item);
    if (next >= list.count) break;
    item = next;
    offset += height;
  }
  return liftFromEnd({ item, offset }, list);
}

/** No empty room below the last item, unless all of them do not fill the viewport. */
function liftFromEnd(anchor: Anchor, list: ListSizes): Anchor {
  let bottom = anchor.offset;
  for (let item = anchor.item; item < list.count && bottom < list.viewport; item = list.endOf(item)) bottom += list.heightOf(item);
  let room = list.viewport - bottom;
  if (room <= 0) return anchor;
  let { item, offset } = anchor;
  while (room > 0) {
    const hidden = -offset;
    if (hidden >= room) return { item, offset: offset + room };
    room -= hidden;
    if (item === 0) return { item: 0, offset: 0 };
    item = list.startOf(item - 1);
    offset = -list.heightOf(item);
  }
  return { item, offset };
}

/** Pixels further down (negative: up). */
export const moveBy = (anchor: Anchor, pixels: number, list: ListSizes): Anchor =>
  settle({ item: anchor.item, offset: anchor.offset - pixels }, list);

/** Height of the element the native scrollbar belongs to. */
export const spacerHeight = (list: ListSizes): number =>
  Math.max(list.viewport, Math.min(tallestSpacer, Math.round(list.count * list.itemHeight)));

/** The native scrollbar's position for an anchor, in pixels of the spacer. */
export function scrollTopOf(anchor: Anchor, list: ListSizes): number {
  const range = spacerHeight(list) - list.viewport;
  if (range <= 0) return 0;
  const group = list.endOf(anchor.item) - anchor.item;
  const within = Math.max(0, -anchor.offset) / Math.max(1, list.heightOf(anchor.item));
  const items = anchor.item + within * group;
  const last = list.count - list.viewport / list.itemHeight;
  return Math.round(range * (isAtEnd(anchor, list) ? 1 : Math.min(1, items / Math.max(1, last))));
}

/** The anchor for a place of the native scrollbar. */
export function anchorAt(scrollTop: number, list: ListSizes): Anchor {
  const range = spacerHeight(list) - list.viewport;
  if (range <= 0 || list.count === 0) return { item: 0, offset: 0 };
  if (scrollTop >= range - 1) return anchorAtEnd(list);
  const last = list.count - list.viewport / list.itemHeight;
  const items = (scrollTop / range) * Math.max(0, last);
  const item = list.startOf(Math.floor(items));
  const group = list.endOf(item) - item;
  return settle({ item, offset: 0 - ((items - item) / group) * list.heightOf(item) }, list);
}

/** The anchor with the last item's end at the viewport's. */
export function anchorAtEnd(list: ListSizes): Anchor {
  const end = list.startOf(Math.max(0, list.count - 1));
  return settle({ item: end, offset: list.viewport - list.heightOf(end) }, list);
}

function isAtEnd(anchor: Anchor, list: ListSizes): boolean {
  let bottom = anchor.offset;
  for (let item = anchor.item; item < list.count; item = list.endOf(item)) {
    bottom += list.heightOf(item);
    if (bottom > list.viewport + 1) return false;
  }
  return true;
}

/** The items to draw, whole groups: the viewport and `margin` pixels on either side. */
export function itemsAround(anchor: Anchor, list: ListSizes, margin: number): { readonly from: number; readonly to: number } {
  let from = anchor.item;
  let above = -anchor.offset; // what of the anchor's group is hidden counts as drawn above
  while (from > 0 && above < margin) {
    from = list.startOf(from - 1);
    above += list.heightOf(from);
  }
  let to = anchor.item;
  let bottom = anchor.offset;
  while (to < list.count && bottom < list.viewport + margin) {
    bottom += list.heightOf(to);
    to = list.endOf(to);
  }
  return { from, to };
}
