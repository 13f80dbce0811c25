/** One thin row: what is looked at, through which encoding, how much of it; and the row of tabs with how tokens are shown. */
import { builtInEncodings } from "../../core/tokens/catalogue.ts";
import type { Lens } from "../../protocol/lens.ts";
import type { ReadyText, TextState } from "../../protocol/views.ts";
import { Choice, IconButton } from "../shared/elements.tsx";
import { counted, formatCount, formatRatio } from "../shared/numbers.ts";
import type { PartProps } from "./App.tsx";
import { SearchBox } from "./strip/SearchBox.tsx";

export function Header({
  app,
  text,
  lens,
}: Pick<PartProps, "app"> & { readonly text: Exclude<TextState, { kind: "none" }>; readonly lens: Lens }) {
  return (
    <header class="header">
      <span class="file" title={text.name}>
        {text.name}
      </span>
      <select
        class="field encoding"
        aria-label="Encoding"
        title="Encoding: which vocabulary the text is cut with"
        value={lens.encoding}
        onChange={(event) => app.changeLens({ encoding: event.currentTarget.value })}
      >
        {builtInEncodings.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {text.kind === "ready" ? <Counts text={text} /> : null}
      {text.kind === "ready" && text.scopeLabel !== undefined ? (
        <span class="scope">
          {text.scopeLabel}
          <IconButton icon="close" label="Show the whole document" onClick={() => app.changeLens({ scope: null })} />
        </span>
      ) : null}
    </header>
  );
}

function Counts({ text }: { readonly text: ReadyText }) {
  const { tokenCount, charCount, byteCount, distinctCount } = text;
  const ratio = tokenCount === 0 || charCount === undefined ? null : charCount / tokenCount;
  const counts: readonly (readonly [string | null, string, string])[] = [
    [formatCount(tokenCount), tokenCount === 1 ? "token" : "tokens", "Tokens the model receives"],
    [charCount === undefined ? null : formatCount(charCount), "chars", "Characters, as the editor counts them (UTF-16 code units)"],
    [byteCount === undefined ? null : formatCount(byteCount), "bytes", "Bytes in UTF-8"],
    [ratio === null ? null : formatRatio(ratio), "chars/token", "Characters per token"],
    [
      distinctCount === undefined ? null : formatCount(distinctCount),
      "distinct",
      `Different ids, of ${formatCount(text.vocabSize)} in the vocabulary`,
    ],
  ];
  return (
    <span class="counts">
      {counts.map(([number, unit, title]) =>
        number === null ? null : (
          <span key={unit} class="count number" title={title}>
            <b>{number}</b> {unit}
          </span>
        ),
      )}
      {text.note === undefined ? null : <span class="count dim">{text.note}</span>}
      {text.refusedSpecialTokens === 0 ? null : (
        <span
          class="count caution"
          title="The policy for special tokens is “error”: the editor marks the places. Allow them or read them as text in the settings."
        >
          <span class="codicon codicon-warning" aria-hidden="true" /> {counted(text.refusedSpecialTokens, "special token")} refused
        </span>
      )}
    </span>
  );
}

const tabs = [
  { value: "tokens", label: "Tokens" },
  { value: "windows", label: "Windows" },
] as const;

export function Tabs({ app, state, lens }: PartProps & { readonly lens: Lens }) {
  const text = state.told?.text;
  const other = lens.tab === "tokens" ? "windows" : "tokens";
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    app.changeLens({ tab: other });
    document.getElementById(`tab-${other}`)?.focus();
  };
  return (
    <div class="tab-row">
      <div class="tabs" role="tablist" aria-label="View" onKeyDown={onKeyDown}>
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
            onClick={() => app.changeLens({ tab: value })}
          >
            {label}
          </button>
        ))}
      </div>
      <span class="spring" />
      {text?.kind === "ready" && text.tokenCount > 0 ? (
        <SearchBox app={app} state={state} lens={lens} tokenCount={text.tokenCount} />
      ) : null}
      {lens.tab === "tokens" ? (
        <Choice
          label="Show of each token"
          value={state.choices.show}
          options={[
            { value: "text", label: "text" },
            { value: "id", label: "id" },
            { value: "both", label: "both" },
          ]}
          onChange={(show) => app.dispatch({ kind: "choicesChanged", choices: { show } })}
        />
      ) : null}
      {lens.tab === "tokens" ? (
        <IconButton
          icon="symbol-color"
          label="Show token boundaries in the editor"
          pressed={lens.colours}
          onClick={() => app.changeLens({ colours: !lens.colours })}
        />
      ) : null}
      <IconButton
        icon="whitespace"
        label="Show whitespace"
        pressed={state.choices.whitespace}
        onClick={() => app.dispatch({ kind: "choicesChanged", choices: { whitespace: !state.choices.whitespace } })}
      />
    </div>
  );
}
