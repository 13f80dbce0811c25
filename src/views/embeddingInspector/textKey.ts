/** Which text in which encoding: equal keys mean the same tokens. Revisions alone may be equal for two documents. */
import type { Lens } from "../../protocol/lens.ts";
import type { ReadyText } from "../../protocol/views.ts";

export const textKey = (lens: Lens, { name, revision, tokenCount, charCount }: ReadyText): string =>
  JSON.stringify([lens.encoding, lens.specialTokens, name, revision, tokenCount, charCount]);
