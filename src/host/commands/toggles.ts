/** Toggle Token Colours · Toggle Window Spans: drawn in the editor itself. */
import { type Command, target } from "./command.ts";

export const toggleTokenColours: Command = {
  id: "tokenscope.toggleTokenColours",
  run: ({ lenses }) => {
    const { document, lens } = target(lenses);
    lenses.change(document, { colours: !lens.colours });
  },
};

export const toggleWindowSpans: Command = {
  id: "tokenscope.toggleWindowSpans",
  run: ({ lenses }) => {
    const { document, lens } = target(lenses);
    lenses.change(document, { windowSpans: !lens.windowSpans });
  },
};
