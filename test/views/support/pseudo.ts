/** A language nobody speaks: every sentence of the views and of core, longer and marked, so that what is not translated, or is cut off, is seen. */
import { sentences, viewStrings } from "../../../.config/l10n.mjs";

/** "{0} tokens" → "⟦{0} ťóķéñš···⟧": places and tags stay as they are. */
export function pseudo(message: string): string {
  const accented = message
    .split(/(\{\d+\}|<\/?\w+>)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll(/[aeioucnstk]/g, (letter) => accents[letter] ?? letter)))
    .join("");
  return `⟦${accented}${"·".repeat(Math.ceil(message.length / 4))}⟧`;
}

const accents: Readonly<Record<string, string>> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", c: "č", n: "ñ", s: "š", t: "ť", k: "ķ" };

export const pseudoTranslations = (): Record<string, string> =>
  Object.fromEntries([...viewStrings(), ...sentences()].map((message) => [message, pseudo(message)]));
