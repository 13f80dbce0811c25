/** All that the Windows tab asks for. */
import type { Query } from "../../shared/state/query.ts";
import { orderQuery } from "../../shared/shuffledOrder.ts";
import type { TokenView } from "../tokenView.ts";
import { endOfTextQuery } from "./endOfText.ts";
import { tokensQuery } from "./loadedTokens.ts";
import { slicedOrder } from "./windowsModel.ts";

export const windowsQueries = (view: TokenView): readonly Query[] => [
  tokensQuery(view),
  endOfTextQuery(view),
  orderQuery(view.store, ({ text, lens }) =>
    text.kind === "ready" && lens.tab === "windows" ? slicedOrder(text.tokenCount, lens.windows) : undefined,
  ),
];
