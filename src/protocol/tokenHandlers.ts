/** The method tables' questions about tokens, answered by the token service: the same for a live text, a tokenized file and the page tests' host. */
import type { TokenService } from "../lens/tokenService.ts";
import type { InspectorHostMethods } from "./embeddingInspector.ts";
import type { Handlers } from "./rpc.ts";
import type { TokenViewHostMethods } from "./tokenView.ts";

type SharedNames = "tokens/slice" | "vocabulary/texts";
type TokenViewNames = "tokens/ranges" | "tokens/endOfText" | "rows/slice" | "rows/ofToken" | "tokens/search";
type InspectorNames = "vocabulary/search" | "tokens/distinct" | "tokens/ids";

/** @param service the service now; it throws while there are no tokens, which views take as "ask again with the next state" */
export const sharedTokenHandlers = (service: () => TokenService): Handlers<Pick<TokenViewHostMethods, SharedNames>> => ({
  "tokens/slice": ({ from, to }) => service().slice(from, to),
  "vocabulary/texts": ({ ids }) => service().texts(ids),
});

export const tokenViewTokenHandlers = (service: () => TokenService): Handlers<Pick<TokenViewHostMethods, TokenViewNames>> => ({
  "tokens/ranges": ({ ranges }) => service().slices(ranges),
  "tokens/endOfText": (_, signal) => service().endOfText(signal),
  "rows/slice": ({ from, to }) => service().blocks(from, to),
  "rows/ofToken": ({ index }) => ({ row: service().rowOf(index) }),
  "tokens/search": (query, signal) => service().search(query, signal),
});

export const inspectorTokenHandlers = (service: () => TokenService): Handlers<Pick<InspectorHostMethods, InspectorNames>> => ({
  "vocabulary/search": ({ query, limit }, signal) => service().searchVocabulary(query, limit, signal),
  "tokens/distinct": (_, signal) => service().distinct(signal),
  "tokens/ids": async ({ from, to }) => {
    const { source } = service();
    const ids = await source.ids(Math.min(from, source.tokenCount), Math.min(to, source.tokenCount));
    return { revision: source.revision, ids: new Uint8Array(ids.slice().buffer) };
  },
});
