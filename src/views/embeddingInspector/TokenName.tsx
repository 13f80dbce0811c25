/** A token named by its text, in the tint it would have by its id, whitespace visible. */
import { TokenChip } from "../shared/TokenChip.tsx";
import type { TokenLabel } from "./state.ts";

export function TokenName({ token }: { readonly token: TokenLabel }) {
  return (
    <span class="tokens token-name">
      <TokenChip index={token.id} text={token.text} partial={token.partial} />
    </span>
  );
}
