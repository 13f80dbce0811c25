/** Brings a token into view once its row is loaded and drawn, and keeps it there until the user scrolls: rows that arrive above move it. */
import { useRef } from "preact/hooks";
import type { VirtualRowsHandle } from "../../shared/list/VirtualRows.tsx";
import type { TokenView } from "../tokenView.ts";
import { elementOf } from "./stripKeys.ts";

export interface Reveal {
  /** The token to be in view; undefined: the user scrolls. */
  want(index: number | undefined): void;
  /** To be called whenever something was drawn. */
  tryNow(): void;
}

/** @param rowOf the row of a token; undefined: it has not arrived */
export function useReveal(
  view: TokenView,
  list: { readonly current: VirtualRowsHandle | null },
  rowOf: (index: number) => number | undefined,
): Reveal {
  const wanted = useRef<number | undefined>(undefined);
  const asked = useRef<number | undefined>(undefined);
  return {
    want(index) {
      wanted.current = index;
      asked.current = undefined;
    },
    tryNow() {
      const index = wanted.current;
      if (index === undefined) return;
      const viewport = list.current?.viewport ?? null;
      const element = elementOf(viewport, index);
      if (element !== null && viewport !== null) return list.current?.scrollBy(pixelsTo(element, viewport));
      if (asked.current === index) return;
      asked.current = index;
      const known = rowOf(index);
      if (known !== undefined) return list.current?.reveal(known);
      view.host.request("rows/ofToken", { index }).then(
        ({ row }) => {
          if (wanted.current === index) list.current?.reveal(row);
        },
        () => {
          if (asked.current === index) asked.current = undefined; // the text has changed meanwhile: asked again with the next state
        },
      );
    },
  };
}

/** Pixels to scroll by until the element is in view: not at all if it is, a little if it is near, else to the upper third. */
function pixelsTo(element: HTMLElement, viewport: HTMLElement): number {
  const [frame, box] = [viewport.getBoundingClientRect(), element.getBoundingClientRect()];
  const line = Math.min(box.height, frame.height / 4);
  const above = box.top - line - frame.top;
  const below = box.bottom + line - frame.bottom;
  if (above >= 0 && below <= 0) return 0;
  const isNear = above > -frame.height && below < frame.height;
  if (!isNear) return above - frame.height / 3;
  return above < 0 ? above : below;
}
