/** A field that finds tokens of the vocabulary by text or id: type, choose with arrows and Enter or by clicking. */
import { useRef, useState } from "preact/hooks";
import { createLatest, type Latest } from "../../shared/latest.ts";
import type { Controller } from "../controller.ts";
import type { TokenLabel } from "../state.ts";
import { TokenName } from "../TokenName.tsx";

const shownAtOnce = 12;

export function TokenSearch(props: {
  readonly label: string;
  readonly controller: Controller;
  readonly onChoose: (token: TokenLabel) => void;
}) {
  const { label, controller, onChoose } = props;
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<readonly TokenLabel[] | undefined>(undefined);
  const [current, setCurrent] = useState(0);
  const latest = useRef<Latest<string> | undefined>(undefined);
  latest.current ??= createLatest(
    (wish: string, signal) => controller.searchTokens(wish, shownAtOnce, signal),
    (tokens) => {
      setFound(tokens);
      setCurrent(0);
    },
    () => setFound([]),
  );
  const clear = (): void => {
    latest.current?.cancel();
    setQuery("");
    setFound(undefined);
  };
  const search = (text: string): void => {
    setQuery(text);
    if (text === "") clear();
    else latest.current?.wish(text);
  };
  const choose = (token: TokenLabel | undefined): void => {
    if (token === undefined) return;
    clear();
    onChoose(token);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = found?.length ?? 0;
    if (event.key === "ArrowDown" && count > 0) setCurrent((current + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) setCurrent((current + count - 1) % count);
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
        aria-controls="token-search-list"
        aria-activedescendant={found === undefined || found.length === 0 ? undefined : `found-${current}`}
        aria-label={label}
        placeholder={label}
        spellcheck={false}
        value={query}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {found === undefined ? null : (
        <ul id="token-search-list" role="listbox" aria-label="Tokens found">
          {found.length === 0 ? <li class="dim small">No token holds this text. A leading space counts.</li> : null}
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
