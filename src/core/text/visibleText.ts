/** The one table of glyphs: what every surface draws for characters that would not be seen. */

export interface TextPart {
  /** `space` keeps its place and has the glyph drawn over it; `line` and `control` have no width of their own. */
  readonly kind: "text" | "space" | "line" | "control";
  readonly text: string;
  /** What is drawn faintly; empty for text. */
  readonly glyph: string;
}

/**
 * Runs of spaces, and single characters that would not be seen: other spaces, separators, controls, format characters, whatever fonts are
 * told to ignore (U+FE0F, U+3164 …), and the two that are drawn as nothing (the empty braille pattern and the null notehead). And marks with nothing
 * to stand on, as the second token of a decomposed é has: they are drawn over what comes before, with no width.
 */
const unseen =
  /( +|[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]|(?<=^|[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}])\p{M}+)/u;
/** Fonts draw the marks after it on a circle of dots. */
const dottedCircle = "\u25cc";
const isMarks = /^(?!\p{Default_Ignorable_Code_Point})\p{M}/u;
/** A character and what selects its look: an emoji with U+FE0F, a sequence joined by U+200D, an ideograph with its variant. Seen as one. */
const joined = /([\p{L}\p{N}\p{P}\p{S}](?:\p{M}|\p{Emoji_Modifier})*(?:\u200d\p{Extended_Pictographic}\p{M}*\p{Emoji_Modifier}?)*)/u;
const unseenOrJoined = new RegExp(`${unseen.source}|${joined.source}`, "gu");

/** The parts, in order; their texts together are the text. */
export function textParts(text: string): readonly TextPart[] {
  if (!unseen.test(text)) return [{ kind: "text", text, glyph: "" }];
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: match, 1: notSeen, index } of text.matchAll(unseenOrJoined)) {
    addText(parts, text.slice(end, index));
    if (notSeen === undefined) addText(parts, match);
    else parts.push(unseenPart(notSeen));
    end = index + match.length;
  }
  addText(parts, text.slice(end));
  return parts;
}

function addText(parts: TextPart[], text: string): void {
  const last = parts.at(-1);
  if (text === "") return;
  if (last?.kind === "text") parts[parts.length - 1] = { ...last, text: last.text + text };
  else parts.push({ kind: "text", text, glyph: "" });
}

function unseenPart(text: string): TextPart {
  switch (text) {
    case "\t":
      return { kind: "space", text, glyph: "→" };
    case "\n":
      return { kind: "line", text, glyph: "⏎" };
    case "\r":
      return { kind: "control", text, glyph: "\\r" };
    default:
      if (isMarks.test(text)) return { kind: "control", text, glyph: dottedCircle + text };
      return text.startsWith(" ")
        ? { kind: "space", text, glyph: "·".repeat(text.length) }
        : { kind: "control", text, glyph: codePointName(text) };
  }
}

/** The text on one line, nothing in it invisible: "·Awakening". */
export const visibleText = (text: string): string =>
  textParts(text)
    .map((part) => (part.kind === "text" ? part.text : part.glyph))
    .join("");

/** "U+200B" */
export const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
