/**
 * The language of the views. Keys are the English sentences, as `vscode.l10n` has them; the host puts its bundle of translations into the
 * page (`<script type="application/json" id="l10n">`), and what it lacks is shown in English. The bundle is read once and never changes.
 */
import type { ComponentChildren } from "preact";
import { type Sentence, spoken } from "../../core/sentence.ts";
import { formatCount } from "./numbers.ts";

const bundle: ReadonlyMap<string, string> = readBundle();

function readBundle(): ReadonlyMap<string, string> {
  const source = typeof document === "undefined" ? undefined : document.getElementById("l10n")?.textContent;
  const parsed: unknown = JSON.parse(source ?? "{}"); // our host wrote it
  const entries = typeof parsed === "object" && parsed !== null ? Object.entries(parsed) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** A sentence marked by `toTranslate`, in the user's language. */
export const translated = (message: string): string => bundle.get(message) ?? message;

/** What core or the host says, in the user's language. */
export const said = (sentence: Sentence): string => spoken(sentence, translated);

/** The sentence in the user's language, with `{0}`, `{1}` … replaced. Values are never read as templates. */
export const t = (message: string, ...values: readonly (string | number)[]): string =>
  said({ template: message, values: values.map(String) });

/** One of two sentences by a count, which is their `{0}`: `plural(n, "{0} window", "{0} windows")`. */
export const plural = (count: number, one: string, many: string, ...values: readonly (string | number)[]): string =>
  t(count === 1 ? one : many, formatCount(count), ...values);

/** Marks a sentence that is kept, and translated by `translated` where it is shown. */
export const toTranslate = (message: string): string => message;

type Tag = (children: ComponentChildren) => ComponentChildren;

const tags: Readonly<Record<string, Tag>> = {
  b: (children) => <b>{children}</b>,
  em: (children) => <em>{children}</em>,
  dim: (children) => <span class="dim">{children}</span>,
  mono: (children) => <span class="mono">{children}</span>,
  number: (children) => <span class="number">{children}</span>,
};

/**
 * As `t`, for a sentence with elements in it: values may be elements, and `<b>…</b>`, `<dim>…</dim>` … in the sentence (never in a
 * value) become elements. @param own further tags, by name
 */
export function rich(
  message: string,
  values: readonly ComponentChildren[] = [],
  own: Readonly<Record<string, Tag>> = {},
): ComponentChildren {
  const open: { readonly tag: string; readonly children: ComponentChildren[] }[] = [{ tag: "", children: [] }];
  const add = (child: ComponentChildren): void => void open.at(-1)?.children.push(child);
  for (const part of translated(message).split(/(\{\d\}|<\/?\w+>)/)) {
    const [, hole] = /^\{(\d)\}$/.exec(part) ?? [];
    const [, slash, tag] = /^<(\/?)(\w+)>$/.exec(part) ?? [];
    if (hole !== undefined) add(values[Number(hole)]);
    else if (tag === undefined) add(part);
    else if (slash === "") open.push({ tag, children: [] });
    else if (open.length > 1) {
      const { children } = open.pop() ?? { children: [] };
      add((own[tag] ?? tags[tag])?.(children) ?? children);
    }
  }
  return <>{open.flatMap(({ children }) => children)}</>;
}

/** As `plural`, with elements. */
export const richPlural = (
  count: number,
  one: string,
  many: string,
  values: readonly ComponentChildren[] = [],
  own: Readonly<Record<string, Tag>> = {},
): ComponentChildren => rich(count === 1 ? one : many, [formatCount(count), ...values], own);
