/** One row of the strip. Drawn again only when its tokens, its selection or the mode change. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { visibleText } from "../../../core/text/visibleText.ts";
import type { TokenRow } from "../../../lens/answers.ts";
import { type SplitCharacter, splitCharacters } from "../../../lens/splitCharacters.ts";
import { t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { TokenChip } from "../../shared/elements/TokenChip.tsx";
import { labelOf } from "../../shared/elements/tokenText.ts";
import type { ViewOptions } from "../viewOptions.ts";

export function StripRow(props: {
  /** Undefined: it has not arrived. */
  readonly row: TokenRow | undefined;
  readonly show: ViewOptions["show"];
  readonly selected: number | undefined;
  readonly matchFrom: number | undefined;
  readonly matchTo: number | undefined;
  readonly tokenCount: number;
}) {
  const { row, show, selected, matchFrom, matchTo, tokenCount } = props;
  return useMemo(() => {
    if (row === undefined) return <div class="awaited" />;
    const chips = row.ids.map((id, at) => {
      const index = row.from + at;
      const text = row.texts[at] ?? { text: "" }; // a text for each id
      const string = "text" in text ? text.text : "";
      const isSelected = index === selected;
      const isMatch = matchFrom !== undefined && matchTo !== undefined && index >= matchFrom && index < matchTo;
      const chip = (
        <TokenChip
          key={index}
          index={index}
          id={id}
          text={text}
          instead={show === "id" ? String(id) : undefined}
          class={`${isMatch ? "match " : ""}${row.special?.includes(at) === true ? "special" : ""}`}
          elementId={isSelected ? "selected-token" : undefined}
          role="option"
          selected={isSelected}
          label={
            isSelected ? t("{0}, id {1}, token {2} of {3}", labelOf(text), id, formatCount(index), formatCount(tokenCount)) : undefined
          }
          under={show === "both" ? String(id) : undefined}
          lineBreaks={show === "text"}
        />
      );
      if (show === "text") return chip;
      const breaks = string.split("\n").length - 1;
      return [chip, breaks > 0 ? "\n".repeat(breaks) : show === "id" ? " " : ""];
    });
    return show === "id" ? chips : withCharacters(chips, splitCharacters(row.texts));
  }, [row, show, selected, matchFrom, matchTo, tokenCount]);
}

/** The chips of one split character share an outline, and the character is drawn once before its bytes. */
function withCharacters(chips: readonly ComponentChildren[], characters: readonly SplitCharacter[]): readonly ComponentChildren[] {
  const drawn: ComponentChildren[] = [];
  let end = 0;
  for (const { from, to, text } of characters) {
    drawn.push(
      ...chips.slice(end, from),
      <span key={`character ${from}`} class="character" data-character={visibleText(text)}>
        {chips.slice(from, to)}
      </span>,
    );
    end = to;
  }
  return [...drawn, ...chips.slice(end)];
}
