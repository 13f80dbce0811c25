/**
 * Where a virtual list has been scrolled to, and where it goes once the items there have arrived. A position never changes: each
 * function returns the next one. Without a DOM.
 */
import { type Anchor, anchorAt, anchorAtEnd, type ListSizes, moveBy } from "./scrollModel.ts";

/** Changes of the scroll position up to this share of the viewport are movements, larger ones jumps. */
const largestMovement = 1.5;
/** Anchors of a drag that are waited for. */
const awaitedLimit = 30;

export interface Position {
  /** What is shown. */
  readonly anchor: Anchor;
  /** Places jumped to that have not arrived, oldest first; the last one is where the scrollbar is. */
  readonly awaited: readonly Anchor[];
  /** The user went to the end: it stays in view while heights become known. */
  readonly atEnd: boolean;
}

/** What the native scrollbar says after it has moved. */
export interface Scrolled {
  readonly scrollTop: number;
  /** Pixels since it was last looked at. */
  readonly moved: number;
  /** It can go no further down. */
  readonly isLowest: boolean;
}

export const startingAt = (item: number): Position => ({ anchor: { item, offset: 0 }, awaited: [], atEnd: false });

/** Where the scrollbar is: ahead of what is shown while a jump waits. */
export const aimOf = ({ anchor, awaited }: Position): Anchor => awaited.at(-1) ?? anchor;

/** The anchor is shown, and nothing is waited for. */
export const showing = (position: Position, anchor: Anchor): Position => ({ ...position, anchor, awaited: [] });

/** What is shown stays until the items at the anchor have arrived. */
export const waitingFor = (position: Position, anchor: Anchor): Position => ({
  ...position,
  awaited: [...position.awaited.slice(-awaitedLimit), anchor],
});

/** The latest place jumped to that has arrived becomes the place that is shown. */
export function arrived(position: Position, isReady: (anchor: Anchor) => boolean): Position {
  const at = position.awaited.findLastIndex(isReady);
  const anchor = position.awaited[at];
  return anchor === undefined ? position : { ...position, anchor, awaited: position.awaited.slice(at + 1) };
}

export const isMovement = (moved: number, list: ListSizes): boolean => Math.abs(moved) <= list.viewport * largestMovement;

/** The anchor that the scrollbar asks for. What moves it a little (also a resize) moves a waiting jump's aim. */
export function targetOf(position: Position, { scrollTop, moved, isLowest }: Scrolled, list: ListSizes): Anchor {
  if (isMovement(moved, list)) return moveBy(aimOf(position), moved, list);
  return isLowest ? anchorAtEnd(list) : anchorAt(scrollTop, list);
}
