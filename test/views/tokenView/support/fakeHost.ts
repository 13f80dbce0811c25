/** The token view's host inside the page: what this view alone asks for, over the text that test/views/support/fakeHost.ts serves. */
import { tokenViewTokenHandlers } from "../../../../src/protocol/tokenHandlers.ts";
import { tokenViewHostMethods } from "../../../../src/protocol/tokenView.ts";
import { asked, compare, rowsReleased, serve, sharedHandlers, tokens } from "../../support/fakeHost.ts";

serve("tokenView", tokenViewHostMethods, {
  ...sharedHandlers,
  ...tokenViewTokenHandlers(tokens),
  "compare/rows": ({ from, to }) => compare(from, to),
  "rows/slice": async ({ from, to }) => {
    asked.push(["rows/slice", { from, to }]);
    await rowsReleased;
    return tokens().blocks(from, to);
  },
});
