/** The whole page: header, the tab that is open, the strip about the selected token; or, in their place, why there is none. */
import type { ViewState } from "../../protocol/views.ts";
import { hostState } from "../shared/state/hostState.ts";
import { t } from "../shared/l10n.tsx";
import { problem } from "../shared/state/view.ts";
import { CompareTab } from "./compare/CompareTab.tsx";
import { TokenDetails } from "./details/TokenDetails.tsx";
import { Header, Tabs } from "./Header.tsx";
import { TokenStrip } from "./strip/TokenStrip.tsx";
import type { TextProps, TokenView, TokenViewProps } from "./tokenView.ts";
import { WindowsTab } from "./windows/WindowsTab.tsx";

export function App({ view }: TokenViewProps) {
  const { shown } = view.store.get(hostState);
  if (shown === undefined) return <Waiting view={view} />;
  const { text, lens } = shown;
  return (
    <div class="page">
      {text.kind === "none" ? null : (
        <header class="top">
          <Header view={view} text={text} lens={lens} />
          <Tabs view={view} text={text} lens={lens} />
        </header>
      )}
      <Problem view={view} />
      <main class="body">
        {text.kind === "none" ? <h1 class="hidden-label">{t("Tokens")}</h1> : null}
        <div
          class="panel"
          id="panel"
          role={text.kind === "none" ? undefined : "tabpanel"}
          aria-labelledby={text.kind === "none" ? undefined : `tab-${lens.tab}`}
        >
          <Body view={view} shown={shown} />
        </div>
      </main>
      {text.kind === "ready" && text.tokenCount > 0 ? <TokenDetails view={view} text={text} lens={lens} /> : null}
    </div>
  );
}

function Waiting({ view }: TokenViewProps) {
  return (
    <main class="blank">
      <h1 class="hidden-label">{t("Tokens")}</h1>
      <p>{view.store.get(problem) ?? t("Waiting for the editor…")}</p>
    </main>
  );
}

function Problem({ view }: TokenViewProps) {
  const message = view.store.get(problem);
  if (message === undefined) return null;
  return (
    <div class="notice" role="alert">
      <span class="codicon codicon-warning" aria-hidden="true" />
      <span>{message}</span>
      <button type="button" class="icon-button" aria-label={t("Dismiss")} onClick={() => view.store.set(problem, undefined)}>
        <span class="codicon codicon-close" aria-hidden="true" />
      </button>
    </div>
  );
}

function Tab(props: TextProps) {
  const { tab } = props.lens;
  switch (tab) {
    case "tokens":
      return <TokenStrip {...props} />;
    case "windows":
      return <WindowsTab {...props} />;
    case "compare":
      return <CompareTab {...props} />;
    default:
      return tab satisfies never;
  }
}

function Body({ view, shown }: { readonly view: TokenView; readonly shown: ViewState }) {
  const { text, lens } = shown;
  switch (text.kind) {
    case "none":
      return (
        <div class="blank">
          <p>{t("No text is open.")}</p>
          <p class="dim">{t("Open a file to see it as tokens, or begin with the sample.")}</p>
          <button type="button" class="button" onClick={() => view.runCommand("tokenscope.openSampleText")}>
            {t("Open Sample Text")}
          </button>
        </div>
      );
    case "tokenizing":
      return (
        <div class="blank">
          <p>{t("Tokenizing {0}", text.name)}</p>
          <progress max={1} value={text.done} aria-label={t("Tokenizing {0}", text.name)} />
          <p class="dim number">{t("{0} %", Math.floor(text.done * 100))}</p>
        </div>
      );
    case "failed":
      return (
        <div class="blank">
          <p>{t("{0} could not be tokenized.", text.name)}</p>
          <p class="dim">{text.message}</p>
        </div>
      );
    case "ready":
      if (text.tokenCount === 0) {
        return (
          <div class="blank">
            <p>{text.scopeLabel === undefined ? t("{0} is empty.", text.name) : t("The selection is empty.")}</p>
            <p class="dim">{t("0 tokens. Type in the editor and they appear here.")}</p>
          </div>
        );
      }
      return <Tab view={view} text={text} lens={lens} />;
    default:
      return text satisfies never;
  }
}
