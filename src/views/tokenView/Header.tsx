/** One thin row: what is looked at, through which encoding, how much of it; and the row of tabs with how tokens are shown. */
import "./header.css";
import type { ComponentChildren } from "preact";
import { builtInEncodings, findBuiltIn } from "../../core/tokens/catalogue.ts";
import { visibleText } from "../../core/text/visibleText.ts";
import type { Lens } from "../../protocol/lens.ts";
import type { ReadyText, TextState } from "../../protocol/views.ts";
import { Checkbox, Choice, IconButton } from "../shared/elements/elements.tsx";
import { plural, rich, richPlural, said, t } from "../shared/l10n.tsx";
import { formatCount, formatRatio } from "../shared/numbers.ts";
import { SearchBox } from "./search/SearchBox.tsx";
import { changeOptions, type TokenViewProps } from "./tokenView.ts";
import { viewOptions } from "./viewOptions.ts";

interface HeaderProps extends TokenViewProps {
  readonly text: Exclude<TextState, { kind: "none" }>;
  readonly lens: Lens;
}

export function Header({ view, text, lens }: HeaderProps) {
  return (
    <div class="header">
      <h1 class="file" title={text.name}>
        {text.name}
      </h1>
      <select
        class="field encoding"
        aria-label={t("Encoding")}
        title={t("Encoding: which vocabulary the text is cut with")}
        value={lens.encoding}
        onChange={(event) => view.changeLens({ encoding: event.currentTarget.value })}
      >
        {builtInEncodings.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        {findBuiltIn(lens.encoding) === undefined ? (
          <option value={lens.encoding}>{text.kind === "ready" ? text.encodingLabel : t("a tokenizer’s file")}</option>
        ) : null}
      </select>
      {text.kind === "ready" ? <Added view={view} text={text} lens={lens} /> : null}
      {text.kind === "ready" ? <Counts text={text} /> : null}
      {text.kind === "ready" && text.scopeLabel !== undefined ? (
        <span class="scope">
          {text.scopeLabel}
          <IconButton icon="close" label={t("Show the whole document")} onClick={() => view.changeLens({ scope: null })} />
        </span>
      ) : null}
    </div>
  );
}

/** The choice to put the encoding's own start and end tokens around the text. Where there are none, that is said as far as one may expect them. */
function Added({ view, text: { added }, lens }: TokenViewProps & { readonly text: ReadyText; readonly lens: Lens }) {
  if (added === undefined) return null;
  if (added.kind === "none") {
    if (findBuiltIn(lens.encoding) !== undefined && !lens.addSpecialTokens) return null;
    return (
      <span class="added dim" title={said(added.why)}>
        {t("no start or end tokens")}
      </span>
    );
  }
  const names = added.names.map((name) => visibleText(name)).join(" ");
  return (
    <span class="added">
      <Checkbox
        label={t("with {0}", names)}
        title={t("Put the start and end tokens of the tokenizer’s file around the text: {0}", names)}
        checked={lens.addSpecialTokens}
        onChange={(addSpecialTokens) => view.changeLens({ addSpecialTokens })}
      />
    </span>
  );
}

function Counts({ text }: { readonly text: ReadyText }) {
  const { tokenCount, charCount, byteCount, distinctCount } = text;
  const ratio = tokenCount === 0 || charCount === undefined ? undefined : charCount / tokenCount;
  return (
    <span class="counts">
      <Count title={t("Tokens the model receives")}>{richPlural(tokenCount, "<b>{0}</b> token", "<b>{0}</b> tokens")}</Count>
      {charCount === undefined ? null : (
        <Count title={t("Characters, as the editor counts them (UTF-16 code units)")}>
          {rich("<b>{0}</b> chars", [formatCount(charCount)])}
        </Count>
      )}
      {byteCount === undefined ? null : <Count title={t("Bytes in UTF-8")}>{rich("<b>{0}</b> bytes", [formatCount(byteCount)])}</Count>}
      {ratio === undefined ? null : <Count title={t("Characters per token")}>{rich("<b>{0}</b> chars/token", [formatRatio(ratio)])}</Count>}
      {distinctCount === undefined ? null : (
        <Count title={t("Different ids, of {0} in the vocabulary", formatCount(text.vocabSize))}>
          {rich("<b>{0}</b> distinct", [formatCount(distinctCount)])}
        </Count>
      )}
      {text.note === undefined ? null : <span class="count dim">{text.note}</span>}
      {text.refusedSpecialTokens === 0 ? null : (
        <span
          class="count caution"
          title={t(
            "The policy for special tokens is “error”: the editor marks the places. Allow them or read them as text in the settings.",
          )}
        >
          <span class="codicon codicon-warning" aria-hidden="true" />{" "}
          {plural(text.refusedSpecialTokens, "{0} special token refused", "{0} special tokens refused")}
        </span>
      )}
    </span>
  );
}

function Count({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <span class="count number" title={title}>
      {children}
    </span>
  );
}

export function Tabs({ view, text, lens }: HeaderProps) {
  const options = view.store.get(viewOptions);
  const tabs = [
    { value: "tokens", label: t("Tokens") },
    { value: "windows", label: t("Windows") },
    ...(text.kind === "ready" && !text.isComparable ? [] : [{ value: "compare", label: t("Compare") } as const]),
  ] as const;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const at = tabs.findIndex(({ value }) => value === lens.tab) + (event.key === "ArrowRight" ? 1 : -1);
    const next = tabs[(at + tabs.length) % tabs.length]?.value ?? "tokens";
    view.changeLens({ tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tab-row">
      <div class="tabs" role="tablist" aria-label={t("View")} onKeyDown={onKeyDown}>
        {tabs.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            id={`tab-${value}`}
            class="tab"
            role="tab"
            aria-selected={lens.tab === value}
            aria-controls="panel"
            tabIndex={lens.tab === value ? 0 : -1}
            onClick={() => view.changeLens({ tab: value })}
          >
            {label}
          </button>
        ))}
      </div>
      <span class="spring" />
      {text.kind === "ready" && text.tokenCount > 0 ? <SearchBox view={view} lens={lens} /> : null}
      {lens.tab === "tokens" ? (
        <Choice
          label={t("Show of each token")}
          value={options.show}
          options={[
            { value: "text", label: t("text") },
            { value: "id", label: t("id") },
            { value: "both", label: t("both") },
          ]}
          onChange={(show) => changeOptions(view, { show })}
        />
      ) : null}
      {lens.tab === "tokens" ? (
        <IconButton
          icon="symbol-color"
          label={t("Show token boundaries in the editor")}
          pressed={lens.colours}
          onClick={() => view.changeLens({ colours: !lens.colours })}
        />
      ) : null}
      <IconButton
        icon="whitespace"
        label={t("Show whitespace")}
        pressed={options.whitespace}
        onClick={() => changeOptions(view, { whitespace: !options.whitespace })}
      />
    </div>
  );
}
