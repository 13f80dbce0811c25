/** The whole page: header, the tab that is open, the strip about the selected token; or the honest state in their place. */
import { formatCount } from "../shared/numbers.ts";
import type { App as AppActions } from "./app.ts";
import { Header, Tabs } from "./Header.tsx";
import { type AppState, lensOf } from "./state.ts";
import { TokenDetails } from "./details/TokenDetails.tsx";
import { TokenStrip } from "./strip/TokenStrip.tsx";
import { WindowsTab } from "./windows/WindowsTab.tsx";

export interface PartProps {
  readonly app: AppActions;
  readonly state: AppState;
}

export function App({ app, state }: PartProps) {
  const lens = lensOf(state);
  if (state.told === null || lens === null) return <p class="blank">{state.notice ?? "Waiting for the editor…"}</p>;
  const { text } = state.told;
  return (
    <div class="page">
      {text.kind === "none" ? null : (
        <>
          <Header app={app} text={text} lens={lens} />
          <Tabs app={app} state={state} lens={lens} />
        </>
      )}
      {state.notice === null ? null : (
        <div class="notice" role="alert">
          <span class="codicon codicon-warning" aria-hidden="true" />
          <span>{state.notice}</span>
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => app.dispatch({ kind: "noticeRead" })}>
            <span class="codicon codicon-close" aria-hidden="true" />
          </button>
        </div>
      )}
      <div class="body" id="panel" role="tabpanel" aria-labelledby={`tab-${lens.tab}`}>
        <Body app={app} state={state} />
      </div>
      {text.kind === "ready" && text.tokenCount > 0 ? <TokenDetails app={app} state={state} text={text} lens={lens} /> : null}
    </div>
  );
}

function Body({ app, state }: PartProps) {
  const lens = lensOf(state);
  if (state.told === null || lens === null) return null;
  const { text } = state.told;
  switch (text.kind) {
    case "none":
      return (
        <div class="blank">
          <p>No text is open.</p>
          <p class="dim">Open a file to see it as tokens, or begin with the sample.</p>
          <button type="button" class="button" onClick={() => app.runCommand("tokenscope.openSampleText")}>
            Open Sample Text
          </button>
        </div>
      );
    case "tokenizing":
      return (
        <div class="blank">
          <p>Tokenizing {text.name}</p>
          <progress max={1} value={text.done} aria-label={`Tokenizing ${text.name}`} />
          <p class="dim number">{Math.floor(text.done * 100)} %</p>
        </div>
      );
    case "failed":
      return (
        <div class="blank">
          <p>{text.name} could not be tokenized.</p>
          <p class="dim">{text.message}</p>
        </div>
      );
    case "ready":
      if (text.tokenCount === 0) {
        return (
          <div class="blank">
            <p>{text.scopeLabel === undefined ? `${text.name} is empty.` : "The selection is empty."}</p>
            <p class="dim">{formatCount(0)} tokens. Type in the editor and they appear here.</p>
          </div>
        );
      }
      return lens.tab === "tokens" ? (
        <TokenStrip app={app} state={state} text={text} lens={lens} />
      ) : (
        <WindowsTab app={app} state={state} text={text} lens={lens} />
      );
    default:
      return text satisfies never;
  }
}
