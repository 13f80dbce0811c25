/** Which window the inspector shows, or why there is none. */
import { windowCount } from "../../../core/windows/slidingWindow.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { plural, t } from "../../shared/l10n.tsx";

/** Why there is no window to show, or the window shown (the selected one, or the last there is). */
export type WindowChoice =
  | { readonly kind: "none"; readonly sentence: string; readonly sample: boolean }
  | { readonly kind: "tokenizing"; readonly name: string; readonly done: number }
  | { readonly kind: "window"; readonly index: number; readonly count: number };

export function chooseWindow(view: ViewState): WindowChoice {
  const { text, lens } = view;
  switch (text.kind) {
    case "none":
      return { kind: "none", sentence: t("Open a text to see its tokens as vectors."), sample: true };
    case "tokenizing":
      return { kind: "tokenizing", name: text.name, done: text.done };
    case "failed":
      return { kind: "none", sentence: text.message, sample: false };
    case "ready": {
      const { maxLength } = lens.windows;
      const count = windowCount(text.tokenCount, lens.windows);
      if (count > 0) return { kind: "window", index: Math.min(lens.selectedWindow, count - 1), count };
      const has =
        text.tokenCount === 0 ? t("The text is empty.") : plural(text.tokenCount, "The text has {0} token.", "The text has {0} tokens.");
      const needs = t(
        "A window of {0} needs at least {1}: its {0} inputs and one more as the last target. Type more, or choose a smaller max_length.",
        maxLength,
        maxLength + 1,
      );
      return {
        kind: "none",
        sentence: `${has} ${needs}`,
        sample: false,
      };
    }
    default:
      return text satisfies never;
  }
}
