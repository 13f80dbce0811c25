/** Toggle Token Colours · Toggle Window Spans: drawn in the editor itself. Toggle Start and End Tokens: whether the text has them. */
import * as vscode from "vscode";
import { whyNone } from "../../core/tokens/template.ts";
import { inMessage } from "../literal.ts";
import { said } from "../said.ts";
import { type Command, target, targetTokens } from "./command.ts";

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

export const toggleStartAndEndTokens: Command = {
  id: "tokenscope.toggleStartAndEndTokens",
  run: async ({ lenses }) => {
    const { document, lens } = target(lenses);
    if (!lens.addSpecialTokens) {
      const { encoding } = (await targetTokens(lenses, document)).ready;
      const { template, label } = encoding.spec;
      if (template.kind === "none") {
        void vscode.window.showInformationMessage(
          vscode.l10n.t("There are no start or end tokens to add: {0}", inMessage(said(whyNone(template, label)))),
        );
        return;
      }
    }
    lenses.change(document, { addSpecialTokens: !lens.addSpecialTokens });
  },
};
