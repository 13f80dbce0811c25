/** A token named by its text, in the tint it has in the text, or else by its id, whitespace visible. */
import "./tokenName.css";
import { TokenChip } from "../../shared/elements/TokenChip.tsx";
import type { TokenLabel } from "../tokens/tokenLabel.ts";

export function TokenName({ token }: { readonly token: TokenLabel }) {
  return (
    <span class="tokens token-name">
      <TokenChip index={token.index ?? token.id} id={token.id} text={token.text} />
    </span>
  );
}
