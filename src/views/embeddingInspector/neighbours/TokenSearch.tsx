/** A field that finds tokens of the vocabulary by text or id: type, choose with arrows and Enter or by clicking. */
import "./tokenSearch.css";
import { t } from "../../shared/l10n.tsx";
import type { InspectorProps } from "../inspectorView.ts";
import { TokenName } from "../parts/TokenName.tsx";
import type { TokenLabel } from "../tokens/tokenLabel.ts";
import { noSearch, vocabularySearch } from "./vocabularySearch.ts";

export function TokenSearch(props: InspectorProps & { readonly label: string; readonly onChoose: (token: TokenLabel) => void }) {
  const { view, label, onChoose } = props;
  const { store } = view;
  const { query, found, current } = store.get(vocabularySearch);
  const clear = (): void => store.set(vocabularySearch, noSearch);
  const select = (next: number): void => store.update(vocabularySearch, (state) => ({ ...state, current: next }));
  const choose = (token: TokenLabel | undefined): void => {
    if (token === undefined) return;
    clear();
    onChoose(token);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = found?.length ?? 0;
    if (event.key === "ArrowDown" && count > 0) select((current + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) select((current + count - 1) % count);
    else if (event.key === "Enter") choose(found?.[current]);
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
  };
  return (
    <div class="token-search">
      <input
        class="field"
        type="text"
        role="combobox"
        aria-expanded={found !== undefined}
        aria-controls={found === undefined ? undefined : "token-search-list"}
        aria-activedescendant={found === undefined || found.length === 0 ? undefined : `found-${current}`}
        aria-label={label}
        placeholder={label}
        spellcheck={false}
        value={query}
        onInput={(event) => {
          const text = event.currentTarget.value;
          if (text === "") clear();
          else store.update(vocabularySearch, (state) => ({ ...state, query: text }));
        }}
        onKeyDown={onKeyDown}
      />
      {found === undefined ? null : found.length === 0 ? (
        <p id="token-search-list" class="dim small" role="status">
          {t("No token holds this text. A leading space counts.")}
        </p>
      ) : (
        <ul id="token-search-list" role="listbox" aria-label={t("Tokens found")}>
          {found.map((token, i) => (
            <li
              key={token.id}
              id={`found-${i}`}
              role="option"
              aria-selected={i === current}
              class={i === current ? "current" : ""}
              onClick={() => choose(token)}
            >
              <TokenName token={token} /> <span class="number small dim">{token.id}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
