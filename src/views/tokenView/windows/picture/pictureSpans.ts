/** Which tokens the window picture draws, and what each is to the selected window and the next ones. */
import type { Span } from "../../../../lens/answers.ts";
import type { WindowsModel } from "../windowsModel.ts";

/** Windows after the selected one that are drawn as ghosts. */
const ghostCount = 2;
/** Tokens drawn before the window's part of the text, as its context. */
const before = 12;
/** Up to this length the text does not move while windows step over it. */
const longestStill = 256;
/** Longer windows are drawn at both ends only. */
const longestWhole = 1200;
const endLength = 400;

/** Ascending, disjoint; more than one when the middle of a long window is left out. */
export function pictureSpans(model: WindowsModel, window: number): readonly Span[] {
  const { maxLength, stride } = model.options;
  const { tokenCount } = model;
  const start = window * stride;
  const ghosts = Math.min(ghostCount * stride, maxLength <= longestStill ? 4 * maxLength + 64 : 256);
  const still = maxLength <= longestStill ? Math.max(96, 2 * maxLength, 4 * Math.min(stride, 128)) : 1;
  const from = Math.max(0, Math.floor(start / still) * still - before);
  const to = Math.min(tokenCount, Math.floor(start / still) * still + still + maxLength + ghosts + before);
  if (maxLength <= longestWhole) return [{ from, to }];
  return [
    { from, to: start + endLength },
    { from: start + maxLength - endLength, to },
  ];
}

export interface TokenRole {
  readonly input: boolean;
  readonly target: boolean;
  /** Input of the next window, of the one after it. */
  readonly ghosts: readonly boolean[];
}

export function roleOf(model: WindowsModel, window: number, token: number): TokenRole {
  const { maxLength, stride } = model.options;
  const isInput = (each: number): boolean => each < model.windowCount && token >= each * stride && token < each * stride + maxLength;
  const start = window * stride;
  return {
    input: isInput(window),
    target: token > start && token <= start + maxLength,
    ghosts: Array.from({ length: ghostCount }, (_, at) => isInput(window + 1 + at)),
  };
}
