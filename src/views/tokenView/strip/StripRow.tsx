/** One row of the strip. Drawn again only when its tokens, its selection or the mode change. */
import { useMemo } from "preact/hooks";
import type { TokenRow } from "../../../protocol/tokenView.ts";
import { formatCount } from "../../shared/numbers.ts";
import { TokenChip } from "../../shared/TokenChip.tsx";
import { saidOf, visibleText } from "../../shared/tokenText.ts";
import type { Choices } from "../choices.ts";

export function StripRow(props: {
  /** Undefined: it has not arrived. */
  readonly row: TokenRow | undefined;
  readonly show: Choices["show"];
  readonly selected: number | null;
  readonly matchFrom: number | null;
  readonly matchTo: number | null;
  readonly tokenCount: number;
  /** By their texts. */
  readonly specialTokens: ReadonlyMap<string, number> | undefined;
}) {
  const { row, show, selected, matchFrom, matchTo, tokenCount, specialTokens } = props;
  return useMemo(() => {
    if (row === undefined) return <div class="awaited" />;
    return row.ids.map((id, at) => {
      const index = row.from + at;
      const { text, partial } = saidOf(row.texts[at] ?? { text: "" });
      const isSelected = index === selected;
      const isMatch = matchFrom !== null && matchTo !== null && index >= matchFrom && index < matchTo;
      const chip = (
        <TokenChip
          key={index}
          index={index}
          text={show === "id" ? String(id) : text}
          partial={partial && show !== "id"}
          class={`${isMatch ? "match " : ""}${specialTokens?.has(text) === true ? "special" : ""}`}
          id={isSelected ? "selected-token" : undefined}
          role="option"
          selected={isSelected}
          label={isSelected ? `${visibleText(text)}, id ${id}, token ${formatCount(index)} of ${formatCount(tokenCount)}` : undefined}
          under={show === "both" ? String(id) : undefined}
          lineBreaks={show === "text"}
        />
      );
      if (show === "text") return chip;
      const breaks = text.split("\n").length - 1;
      return [chip, breaks > 0 ? "\n".repeat(breaks) : show === "id" ? " " : ""];
    });
  }, [row, show, selected, matchFrom, matchTo, tokenCount, specialTokens]);
}
