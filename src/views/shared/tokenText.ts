/** A token's text in parts: plain text, and whitespace or invisible characters with the glyph that is drawn for them. */
import { hexOf, type TokenText } from "../../lens/tokenText.ts";

export interface TextPart {
  /** `space` keeps its place and has the glyph drawn over it; `line` and `control` have no width of their own. */
  readonly kind: "text" | "space" | "line" | "control";
  readonly text: string;
  /** What is drawn faintly; empty for text. */
  readonly glyph: string;
}

/** Space, tab, line feed, and everything else that would not be seen: other spaces, controls, marks without width. */
const invisible = /( +|\p{Cc}|\p{Zs}|\p{Zl}|\p{Zp}|\p{Cf})/u;

/** The parts, in order; their texts together are the text. */
export function textParts(text: string): readonly TextPart[] {
  if (!invisible.test(text)) return [{ kind: "text", text, glyph: "" }];
  return text
    .split(invisible)
    .filter((part) => part !== "")
    .map((part): TextPart => {
      if (!invisible.test(part)) return { kind: "text", text: part, glyph: "" };
      if (part.startsWith(" ")) return { kind: "space", text: part, glyph: "·".repeat(part.length) };
      if (part === "\t") return { kind: "space", text: part, glyph: "→" };
      if (part === "\n") return { kind: "line", text: part, glyph: "⏎" };
      if (part === "\r") return { kind: "control", text: part, glyph: "\\r" };
      return { kind: "control", text: part, glyph: codePoint(part) };
    });
}

/** Text as it is, or the bytes as hex: then `partial` says so. */
export const saidOf = (token: TokenText): { readonly text: string; readonly partial: boolean } =>
  "text" in token ? { text: token.text, partial: false } : { text: hexOf(token.bytes), partial: true };

/** A token in one line of plain text: its whitespace as glyphs, or its bytes as hex. */
export const labelOfText = (token: TokenText): string => ("text" in token ? visibleText(token.text) : hexOf(token.bytes));

/** The text with its whitespace as glyphs, for labels and one-line places: "·Awakening". */
export const visibleText = (text: string): string =>
  textParts(text)
    .map((part) => (part.kind === "text" ? part.text : part.glyph))
    .join("");

const codePoint = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
