/** A token in words: on one line for labels, and as a screen reader should say it. */
import { textParts, visibleText } from "../../../core/text/visibleText.ts";
import { spacedHex, type TokenText } from "../../../lens/tokenText.ts";
import { plural, t } from "../l10n.tsx";

/** On one line: white space as glyphs, bytes as hex. An id that the vocabulary does not have is no token. */
export function labelOf(text: TokenText): string {
  if ("text" in text) return visibleText(text.text);
  return text.bytes.length === 0 ? t("no token") : spacedHex(text.bytes);
}

/** For what has no words of its own: white space, invisible characters, bytes. Undefined: the text says it itself. */
export function spokenText(text: TokenText): string | undefined {
  if (!("text" in text)) {
    return text.bytes.length === 0 ? t("no token") : plural(text.bytes.length, "{0} byte: {1}", "{0} bytes: {1}", spacedHex(text.bytes));
  }
  const parts = textParts(text.text);
  if (parts.some(({ kind }) => kind === "text") && text.text !== "") return undefined;
  return parts.map(({ text: part, glyph }) => spokenPart(part, glyph)).join(", ");
}

function spokenPart(part: string, glyph: string): string {
  if (part === "") return t("nothing");
  if (part.startsWith(" ")) return part.length === 1 ? t("space") : plural(part.length, "{0} space", "{0} spaces");
  if (part === "\t") return t("tab");
  if (part === "\n") return t("line break");
  if (part === "\r") return t("carriage return");
  return glyph;
}
