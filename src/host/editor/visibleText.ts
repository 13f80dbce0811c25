/** White space and control characters made visible, the way every surface of Tokenscope draws them. */
const glyphs: Readonly<Record<string, string>> = { " ": "·", "\t": "→", "\n": "⏎", "\r": "␍", "\u00a0": "⍽" };

/** The text on one line, nothing in it invisible. */
export const visibleText = (text: string): string =>
  text.replaceAll(
    /[\s\p{Cc}\p{Cf}]/gu,
    (character) => glyphs[character] ?? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
