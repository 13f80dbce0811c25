/** The token view as its parts know it, and what they are given. */
import type { Lens, LensPatch } from "../../protocol/lens.ts";
import type { TokenViewHostMethods } from "../../protocol/tokenView.ts";
import type { ReadyText } from "../../protocol/views.ts";
import type { PartProps, View } from "../shared/state/view.ts";
import { type ViewOptions, viewOptions } from "./viewOptions.ts";

export type TokenView = View<TokenViewHostMethods>;
export type TokenViewProps = PartProps<TokenView>;

/** Parts that need a tokenized text. */
export interface TextProps extends TokenViewProps {
  readonly text: ReadyText;
  readonly lens: Lens;
}

export const changeOptions = ({ store }: TokenView, change: Partial<ViewOptions>): void =>
  store.update(viewOptions, (options) => ({ ...options, ...change }));

export const selectToken = ({ changeLens }: TokenView, selectedToken: number | null): void =>
  changeLens({ selectedToken } satisfies LensPatch);
