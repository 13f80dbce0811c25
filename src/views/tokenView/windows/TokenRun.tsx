/** A short run of tokens on one line, ids below their texts; what does not fit is cut. */
import { TokenChip } from "../../shared/elements/TokenChip.tsx";
import { type TokenPages, tokenAt } from "./loadedTokens.ts";

export function TokenRun(props: {
  readonly pages: TokenPages;
  readonly from: number;
  readonly to: number;
  /** Class of each token of the run. */
  readonly class?: string;
}) {
  const chips = [];
  for (let index = props.from; index < props.to; index += 1) {
    const token = tokenAt(props.pages, index);
    if (token === undefined) continue;
    chips.push(<TokenChip key={index} index={index} {...token} lineBreaks={false} under={String(token.id)} class={props.class ?? ""} />);
  }
  return <>{chips}</>;
}
