/** Where keys lead in the strip, which only the drawn page knows: lines are as wide as the view. And what is copied from it. */
import type { VirtualRowsHandle } from "../../shared/list/VirtualRows.tsx";

export const elementOf = (viewport: HTMLElement | null, index: number): HTMLElement | null =>
  viewport?.querySelector<HTMLElement>(`[data-i="${index}"]`) ?? null;

/** @returns the token a key leads to; undefined when the key means nothing here */
export function keyTarget(
  event: KeyboardEvent,
  selected: number | undefined,
  tokenCount: number,
  list: VirtualRowsHandle | null,
): number | undefined {
  const viewport = list?.viewport ?? null;
  if (event.altKey || viewport === null || list === null) return undefined;
  const far = event.ctrlKey || event.metaKey;
  const at = selected ?? firstVisible(viewport);
  switch (event.key) {
    case "ArrowRight":
      return far ? undefined : selected === undefined ? at : Math.min(tokenCount - 1, at + 1);
    case "ArrowLeft":
      return far ? undefined : Math.max(0, at - 1);
    case "ArrowDown":
      return far ? undefined : inNeighbourLine(viewport, at, 1);
    case "ArrowUp":
      return far ? undefined : inNeighbourLine(viewport, at, -1);
    case "Home":
      return far ? 0 : lineEnd(viewport, at, -1);
    case "End":
      return far ? tokenCount - 1 : lineEnd(viewport, at, 1);
    case "PageDown":
      return pageAway(viewport, list, at, 1) ?? tokenCount - 1;
    case "PageUp":
      return pageAway(viewport, list, at, -1) ?? 0;
    default:
      return undefined;
  }
}

interface Box {
  readonly index: number;
  readonly left: number;
  readonly top: number;
}

/** A token wrapped over two lines counts where it ends: that is where its word is. */
function boxOf(element: HTMLElement): Box {
  const rects = element.getClientRects();
  const { left, top } = rects[rects.length - 1] ?? element.getBoundingClientRect();
  return { index: Number(element.dataset["i"]), left, top };
}

const tokensIn = (viewport: HTMLElement): NodeListOf<HTMLElement> => viewport.querySelectorAll<HTMLElement>(".token");

function firstVisible(viewport: HTMLElement): number {
  const { top } = viewport.getBoundingClientRect();
  for (const element of tokensIn(viewport)) {
    const box = boxOf(element);
    if (box.top >= top) return box.index;
  }
  return 0;
}

/** Pixels by which tops of one line may differ. */
const sameLine = 6;

function inNeighbourLine(viewport: HTMLElement, at: number, direction: 1 | -1): number {
  const element = elementOf(viewport, at);
  if (element === null) return at + direction;
  const here = boxOf(element);
  let line: number | undefined;
  let nearest: Box | undefined;
  for (let index = at + direction; ; index += direction) {
    const next = elementOf(viewport, index);
    if (next === null) break;
    const box = boxOf(next);
    if (Math.abs(box.top - here.top) < sameLine) continue;
    line ??= box.top;
    if (Math.abs(box.top - line) >= sameLine) break;
    if (nearest === undefined || Math.abs(box.left - here.left) < Math.abs(nearest.left - here.left)) nearest = box;
  }
  return nearest?.index ?? at;
}

function lineEnd(viewport: HTMLElement, at: number, direction: 1 | -1): number {
  const element = elementOf(viewport, at);
  if (element === null) return at;
  const { top } = boxOf(element);
  let end = at;
  for (let index = at + direction; ; index += direction) {
    const next = elementOf(viewport, index);
    if (next === null || Math.abs(boxOf(next).top - top) >= sameLine) return end;
    end = index;
  }
}

/** The token a viewport further, at the same place on the screen; undefined past the text's end. */
function pageAway(viewport: HTMLElement, list: VirtualRowsHandle, at: number, direction: 1 | -1): number | undefined {
  const frame = viewport.getBoundingClientRect();
  const element = elementOf(viewport, at);
  const here = element === null ? { left: frame.left, top: frame.top } : boxOf(element);
  const goal = here.top + direction * (frame.height - 40);
  let nearest: Box | undefined;
  for (const each of tokensIn(viewport)) {
    const box = boxOf(each);
    if (nearest === undefined || distance(box, here.left, goal) < distance(nearest, here.left, goal)) nearest = box;
  }
  if (nearest === undefined || Math.abs(nearest.top - goal) > frame.height / 2) return undefined;
  list.scrollBy(direction * (frame.height - 40));
  return nearest.index;
}

const distance = (box: Box, left: number, top: number): number => Math.abs(box.top - top) * 10 + Math.abs(box.left - left);

/** The marked text as the document has it: no glyphs, and tokens that are bytes put together to characters again. */
export function copiedText(): string {
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return "";
  const copied: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) copied.push(new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes)));
    bytes = [];
  };
  const walk = (node: Node): void => {
    const hex = node instanceof HTMLElement ? node.dataset["hex"] : undefined;
    if (hex !== undefined) bytes.push(...hex.split(" ").map((pair) => Number.parseInt(pair, 16)));
    else if (node.nodeType === Node.TEXT_NODE && node.textContent !== "") {
      flush();
      copied.push(node.textContent ?? "");
    } else for (const child of node.childNodes) walk(child);
  };
  walk(selection.getRangeAt(0).cloneContents());
  flush();
  return copied.join("");
}
