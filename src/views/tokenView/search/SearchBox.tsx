/** Search by text or id: typing shows the nearest match, Enter and Shift+Enter select the next and the one before, Escape returns. */
import "./search.css";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../../shared/elements/elements.tsx";
import { said, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { TextProps } from "../tokenView.ts";
import { bySwitched, endSearch, goOn, resultOf, search, stepped, typed } from "./search.ts";

export function SearchBox({ view, lens }: Pick<TextProps, "view" | "lens">) {
  const { store } = view;
  const { query, by, origin } = store.get(search);
  const result = resultOf(view);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.select();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  /** Once the query is shown, the nearest match at or after where the search began. */
  const type = (typedText: string): void => {
    store.update(search, (state) => typed(state, typedText, lens.selectedToken ?? undefined));
    store.update(search, (state) => stepped(state, { from: state.origin ?? 0, backwards: false, select: false }));
  };
  const go = (backwards: boolean): void => goOn(view, backwards);
  const end = (): void => {
    endSearch(view);
    document.getElementById("strip")?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") go(event.shiftKey);
    else if (event.key === "Escape") end();
    else return;
    event.preventDefault();
  };
  const toggleBy = (): void => {
    store.update(search, bySwitched);
    store.update(search, (state) => stepped(state, { from: origin ?? 0, backwards: false, select: false }));
    input.current?.focus();
  };

  return (
    <search class="search">
      <span class="codicon codicon-search" aria-hidden="true" />
      <input
        ref={input}
        class="field"
        type="text"
        spellcheck={false}
        placeholder={by === "text" ? t("Find text") : t("Find id")}
        aria-label={by === "text" ? t("Find text in the tokens") : t("Find a token id")}
        value={query}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span class="found number" role="status">
        {result === undefined
          ? ""
          : result.match === undefined
            ? t("none")
            : t("{0} of {1}", formatCount(result.matchIndex + 1), formatCount(result.matchCount))}
      </span>
      {result?.note === undefined ? null : (
        <span class="read-as dim small" title={said(result.note)}>
          {said(result.note)}
        </span>
      )}
      <IconButton icon="symbol-numeric" label={t("Search by id")} pressed={by === "id"} onClick={toggleBy} />
      {query === "" ? null : (
        <>
          <IconButton icon="arrow-up" label={t("Previous match (Shift+Enter)")} onClick={() => go(true)} />
          <IconButton icon="arrow-down" label={t("Next match (Enter)")} onClick={() => go(false)} />
          <IconButton icon="close" label={t("End search (Escape)")} onClick={end} />
        </>
      )}
    </search>
  );
}
