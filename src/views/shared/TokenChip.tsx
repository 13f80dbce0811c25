/** One token, in the one look it has everywhere: its tint, its text with faint whitespace, its bytes when it is part of a character. */
import type { ComponentChildren } from "preact";
import { textParts } from "./tokenText.ts";

/** Tints, `c0` … `c4` in theme.css, by index, so that neighbours always differ. */
const tintCount = 5;
export const tint = (index: number): string => `c${index % tintCount}`;

export function TokenChip(props: {
  readonly index: number;
  readonly text: string;
  readonly partial: boolean;
  /** Further classes. */
  readonly class?: string;
  /** The element's id, for `aria-activedescendant`. */
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly role?: "option" | undefined;
  readonly selected?: boolean;
  /** Drawn below, never copied. */
  readonly under?: string | undefined;
  /** False: line breaks are drawn as glyphs only, the caller breaks the line. */
  readonly lineBreaks?: boolean;
}) {
  const { index, partial } = props;
  const classes = `token ${tint(index)}${partial ? " partial" : ""}${props.selected === true ? " selected" : ""} ${props.class ?? ""}`;
  return (
    <span
      class={classes}
      id={props.id}
      role={props.role}
      aria-label={props.label}
      aria-selected={props.role === undefined ? undefined : props.selected === true}
      data-i={index}
      data-hex={partial ? props.text : undefined}
      data-under={props.under}
    >
      {partial ? null : tokenText(props.text, props.lineBreaks)}
    </span>
  );
}

/** The text with its whitespace marked; the glyphs are drawn by CSS and are never copied. */
export function tokenText(text: string, lineBreaks = true): ComponentChildren {
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
