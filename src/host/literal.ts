/** Foreign words (names of files, models and tensors, sentences about them) in VS Code's own texts, shown as they are written: its notifications make
 *  links and commands of some of them, its labels icons, its Markdown anything, a picture from another machine too. */

/** Controls could break a sentence, and bidirectional ones turn it around. A line break may stay in a message. */
const controls = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** For notifications and progress, which make links of `[words](command:…)`. What joins the two brackets has no width. */
export const inMessage = (text: string): string => text.replaceAll(controls, "\uFFFD").replaceAll("](", "]\u2060(");

/** For rows of lists, which make icons of `$(name)`. */
export const inLabel = (text: string): string => text.replaceAll(controls, "\uFFFD").replaceAll("$(", String.raw`\$(`);

/** For Markdown: as code, in one line, between more backticks than it holds in a row. */
export function inMarkdown(text: string): string {
  const line = text.replaceAll(controls, "\uFFFD").replaceAll("\n", "\uFFFD");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const room = longest > 0 || line.trim() !== line || line === "" ? " " : ""; // one space on each side is taken off again
  return `${fence}${room}${line}${room}${fence}`;
}
