/** The ids of the text, in order of first appearance, asked for once per text. */
import type { DistinctToken } from "../../../protocol/embeddingInspector.ts";
import { hostState, tokensKey } from "../../shared/state/hostState.ts";
import { slice } from "../../shared/state/store.ts";
import type { InspectorView } from "../inspectorView.ts";

export type DistinctTokens = ReadonlyMap<number, DistinctToken>;

const asked = slice<{ readonly key: string; readonly tokens: Promise<DistinctTokens> } | undefined>("distinctTokens", undefined);

/** None without a text. @throws what the host throws */
export async function distinctTokens({ store, host }: InspectorView): Promise<DistinctTokens> {
  const { shown } = store.get(hostState);
  const key = shown && tokensKey(shown);
  if (key === undefined) return new Map();
  const known = store.get(asked);
  if (known?.key === key) return known.tokens;
  const tokens = host.request("tokens/distinct", null).then((answer) => new Map(answer.tokens.map((token) => [token.id, token])));
  store.set(asked, { key, tokens });
  tokens.catch(() => store.update(asked, (now) => (now?.tokens === tokens ? undefined : now))); // asked again next time
  return tokens;
}
