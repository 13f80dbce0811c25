/** A chat template that ends: for a host without threads to stop. What may repeat asks first whether it is late, and no range is long. What does not
 *  repeat is as long as the template's text. */
import type { Template } from "@huggingface/jinja";

/** Numbers in a `range`, at most: chats have fewer messages. */
const longestRange = 100_000;

/** Names that no template can have: the lexer ends a word at a space. */
const goOn = "go on";
const shortRange = "short range";

/** Changes the parsed template. @returns what it is to be rendered with, besides its own values  @param isLate told after each turn of a loop  @param late what is thrown then */
export function boundTemplate({ parsed }: Template, isLate: () => boolean, late: () => Error): Readonly<Record<string, unknown>> {
  boundNode(parsed);
  return {
    [goOn]: () => {
      if (isLate()) throw late();
      return null;
    },
    [shortRange]: (first: number, end?: number, step = 1) => {
      const [from, to] = end === undefined ? [0, first] : [first, end];
      const length = Math.max(0, Math.ceil((to - from) / step));
      if (!(length <= longestRange)) throw late();
      return Array.from({ length }, (_, i) => from + i * step);
    },
  };
}

/** In loops and macros, which can call each other, the first statement asks; `range` is the short one. */
function boundNode(node: unknown): void {
  if (Array.isArray(node)) {
    for (const each of node) boundNode(each);
  } else if (node instanceof Map) {
    for (const [key, value] of node) boundNode([key, value]);
  } else if (typeof node === "object" && node !== null) {
    // What stands behind a dot, or before "=" in a call, is no variable.
    const names = "computed" in node && node.computed === false ? ["property"] : "key" in node ? ["key"] : [];
    for (const [key, value] of Object.entries(node)) if (!names.includes(key)) boundNode(value);
    if (isIdentifier(node) && node.value === "range") node.value = shortRange;
    if ("body" in node && Array.isArray(node.body)) node.body.unshift(call(goOn));
  }
}

const isIdentifier = (node: object): node is { type: "Identifier"; value: string } =>
  "type" in node && node.type === "Identifier" && "value" in node;

const call = (name: string): object => ({ type: "CallExpression", callee: { type: "Identifier", value: name }, args: [] });
