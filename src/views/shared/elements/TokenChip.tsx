/** One token, in the one look it has everywhere: its tint, its text with faint whitespace, its bytes when it is part of a character. */
import type { ComponentChildren } from "preact";
import { textParts } from "../../../core/text/visibleText.ts";
import { tintOf } from "../../../lens/tints.ts";
import { spacedHex, type TokenText } from "../../../lens/tokenText.ts";
import { spokenText } from "./tokenText.ts";

/** The class of a tint, in tokens.css. */
export const tint = (index: number): string => `c${tintOf(index)}`;

export function TokenChip(props: {
  readonly index: number;
  readonly id: number;
  /** How its place is called on the page (`data-i`); its index unless given. */
  readonly place?: string | undefined;
  readonly text: TokenText;
  /** What is drawn in place of the text. */
  readonly instead?: string | undefined;
  /** Further classes. */
  readonly class?: string;
  /** Of the element, for `aria-activedescendant`. */
  readonly elementId?: string | undefined;
  readonly label?: string | undefined;
  readonly role?: "option" | undefined;
  readonly selected?: boolean;
  /** Drawn below, never copied. */
  readonly under?: string | undefined;
  /** False: line breaks are drawn as glyphs only, the caller breaks the line. */
  readonly lineBreaks?: boolean;
}) {
  const { index, id, text, instead } = props;
  const bytes = instead === undefined && !("text" in text) ? text.bytes : undefined;
  const kind = bytes === undefined ? "" : bytes.length === 0 ? " foreign" : " partial";
  const classes = `token ${tint(index)}${kind}${props.selected === true ? " selected" : ""} ${props.class ?? ""}`;
  const label = props.label ?? (instead === undefined ? spokenText(text) : undefined);
  const isNamed = props.role !== undefined || label === undefined; // a name needs a role: without one, the element is read as it is
  return (
    <span
      class={classes}
      id={props.elementId}
      role={isNamed ? props.role : "img"}
      aria-label={label}
      aria-selected={props.role === undefined ? undefined : props.selected === true}
      data-i={props.place ?? index}
      data-hex={bytes === undefined || bytes.length === 0 ? undefined : spacedHex(bytes)}
      data-foreign={bytes?.length === 0 ? `⟨${id}⟩` : undefined}
      data-under={props.under}
    >
      {instead ?? ("text" in text ? drawnText(text.text, props.lineBreaks) : null)}
    </span>
  );
}

/** The text with its whitespace marked; the glyphs are drawn by CSS and are never copied. */
export function drawnText(text: string, lineBreaks = true): ComponentChildren {
  const parts = textParts(text);
  if (parts.length === 1 && parts[0]?.kind === "text") return text;
  return parts.map(({ kind, text: part, glyph }, at) =>
    kind === "text" ? (
      part
    ) : (
      <span key={at} class={kind === "space" ? "ws" : `ws ${kind}`} data-glyph={glyph}>
        {kind === "line" && !lineBreaks ? null : part}
      </span>
    ),
  );
}
