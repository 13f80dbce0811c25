/** The bottom strip: all that is said of the selected token. It never moves; the merges unfold above it, over the text. */
import "./details.css";
import type { ComponentChildren } from "preact";
import { visibleText } from "../../../core/text/visibleText.ts";
import type { TokenDescription } from "../../../lens/describeToken.ts";
import { spacedHex } from "../../../lens/tokenText.ts";
import { IconButton, Link } from "../../shared/elements/elements.tsx";
import { plural, rich, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { TokenChip } from "../../shared/elements/TokenChip.tsx";
import { labelOf } from "../../shared/elements/tokenText.ts";
import { changeOptions, type TextProps, type TokenView } from "../tokenView.ts";
import { viewOptions } from "../viewOptions.ts";
import { Merges } from "./Merges.tsx";

/** Bytes shown in the strip; the copy button copies all. */
const bytesShown = 24;

export function TokenDetails({ view, text, lens }: TextProps) {
  const description = lens.selectedToken === null ? undefined : text.selected; // the last one, until the host has described the next
  const options = view.store.get(viewOptions);
  if (description === undefined) {
    return (
      <footer class="details">
        <span class="dim">{t("Click a token, or put the cursor on one in the editor, to read about it here.")}</span>
      </footer>
    );
  }
  const { index, id, merges } = description;
  return (
    <footer class="details" aria-label={t("Selected token")}>
      <p class="hidden-label" role="status">
        {t("{0}, id {1}, token {2} of {3}", labelOf(description.text), id, formatCount(index), formatCount(text.tokenCount))}
      </p>
      {options.merges && merges.length > 0 ? <Merges description={description} /> : null}
      <Facts view={view} description={description} tokenCount={text.tokenCount} />
      <div class="facts second">
        <WindowsOfToken view={view} range={description.inputWindows} role="input" />
        <WindowsOfToken view={view} range={description.targetWindows} role="target" />
        {merges.length === 0 ? (
          <span class="fact dim">{t("no merges")}</span>
        ) : (
          <button
            type="button"
            class="link"
            aria-expanded={options.merges}
            onClick={() => changeOptions(view, { merges: !options.merges })}
          >
            {plural(merges.length, "{0} merge", "{0} merges")}{" "}
            <span class={`codicon codicon-chevron-${options.merges ? "down" : "right"}`} aria-hidden="true" />
          </button>
        )}
        <span class="spring" />
        <span class="details-actions">
          <Link onClick={() => view.runCommand("tokenscope.openEmbeddingInspector")}>{t("Show embedding")}</Link>
          <IconButton icon="go-to-file" label={t("Show in the editor (Enter)")} onClick={() => view.focusEditor(index)} />
          <IconButton
            icon="copy"
            label={t("Copy the token’s text")}
            disabled={!("text" in description.text)}
            onClick={() => view.copy("text" in description.text ? description.text.text : "")}
          />
        </span>
      </div>
    </footer>
  );
}

function Facts(props: { readonly view: TokenView; readonly description: TokenDescription; readonly tokenCount: number }) {
  const { view, description, tokenCount } = props;
  const { index, id, text, special, bytes, partOf, occurrences, line, column } = description;
  const hex = spacedHex(bytes);
  return (
    <div class="facts">
      <span class="fact chip tokens">
        <TokenChip index={index} id={id} text={text} class={special ? "special" : ""} />
      </span>
      <Fact>
        {rich("<dim>id</dim> <b>{0}</b>", [id])}
        <IconButton icon="copy" label={t("Copy the id")} onClick={() => view.copy(String(id))} />
      </Fact>
      <Fact>{rich("<dim>token</dim> {0} of {1}", [formatCount(index), formatCount(tokenCount)])}</Fact>
      {partOf === undefined ? null : <Fact>{t("{0} of {1} of {2}", partOf.part, partOf.count, visibleText(partOf.text))}</Fact>}
      <span class="fact mono bytes" title={plural(bytes.length, "{0} byte: {1}", "{0} bytes: {1}", hex)}>
        {bytes.length > bytesShown ? `${spacedHex(bytes.slice(0, bytesShown))} …` : hex}
      </span>
      {occurrences === undefined ? null : <Fact>{occurrences === 1 ? t("once") : t("{0} times", formatCount(occurrences))}</Fact>}
      {line === undefined || column === undefined ? null : <Fact>{t("Ln {0}, Col {1}", formatCount(line), formatCount(column))}</Fact>}
    </div>
  );
}

const Fact = ({ children }: { readonly children: ComponentChildren }) => <span class="fact number">{children}</span>;

/** "input in windows 2–5", each end a link that selects the window. */
function WindowsOfToken(props: {
  readonly view: TokenView;
  readonly range: TokenDescription["inputWindows"];
  readonly role: "input" | "target";
}) {
  const { view, range, role } = props;
  const { from, to } = range;
  const go = (window: number) => (
    <Link onClick={() => view.changeLens({ selectedWindow: window, tab: "windows" })}>{formatCount(window)}</Link>
  );
  const isInput = role === "input";
  if (from === to) return <Fact>{rich(isInput ? "<dim>input in</dim> no window" : "<dim>target in</dim> no window")}</Fact>;
  if (to - from === 1)
    return <Fact>{rich(isInput ? "<dim>input in</dim> window {0}" : "<dim>target in</dim> window {0}", [go(from)])}</Fact>;
  return (
    <Fact>{rich(isInput ? "<dim>input in</dim> windows {0}–{1}" : "<dim>target in</dim> windows {0}–{1}", [go(from), go(to - 1)])}</Fact>
  );
}
