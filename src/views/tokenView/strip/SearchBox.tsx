/** Search by text or id: typing shows the nearest match, Enter and Shift+Enter select the next and the one before, Escape returns. */
import { useEffect, useRef } from "preact/hooks";
import type { Lens } from "../../../protocol/lens.ts";
import { IconButton } from "../../shared/elements.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { PartProps } from "../App.tsx";

export function SearchBox({ app, state, lens, tokenCount }: PartProps & { readonly lens: Lens; readonly tokenCount: number }) {
  const { query, by, result, origin } = state.search;
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
  const type = (text: string): void => {
    app.dispatch({ kind: "searchTyped", query: text });
    app.search(origin ?? lens.selectedToken ?? 0, false, false);
  };
  const go = (backwards: boolean): void => {
    const match = result?.match ?? null;
    const isSelected = match !== null && lens.selectedToken === match.from;
    const from = match === null ? 0 : backwards || !isSelected ? match.from : match.from + 1;
    app.search(from % tokenCount, backwards, true); // past the last token it begins again
  };
  const end = (): void => {
    app.dispatch({ kind: "searchEnded" });
    if (origin !== null && origin !== lens.selectedToken) app.changeLens({ selectedToken: origin });
    document.getElementById("strip")?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") go(event.shiftKey);
    else if (event.key === "Escape") end();
    else return;
    event.preventDefault();
  };
  const setBy = (next: "text" | "id"): void => {
    app.dispatch({ kind: "searchBy", by: next });
    app.search(origin ?? 0, false, false);
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
        placeholder={by === "text" ? "Find text" : "Find id"}
        aria-label={by === "text" ? "Find text in the tokens" : "Find a token id"}
        value={query}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span class="found number" role="status">
        {query === "" || result === null
          ? ""
          : result.match === undefined
            ? "none"
            : `${formatCount(result.matchIndex + 1)} of ${formatCount(result.matchCount)}`}
      </span>
      <IconButton icon="symbol-numeric" label="Search by id" pressed={by === "id"} onClick={() => setBy(by === "id" ? "text" : "id")} />
      {query === "" ? null : (
        <>
          <IconButton icon="arrow-up" label="Previous match (Shift+Enter)" onClick={() => go(true)} />
          <IconButton icon="arrow-down" label="Next match (Enter)" onClick={() => go(false)} />
          <IconButton icon="close" label="End search (Escape)" onClick={end} />
        </>
      )}
    </search>
  );
}
