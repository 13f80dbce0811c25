/** Sources and services over texts, without an editor: as a live text, and as pages of a file. */
import { finish } from "../../src/core/steps.ts";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import { type LiveSource, type LiveSourceOptions, liveSourceSteps } from "../../src/lens/sources/liveSource.ts";
import { pagedSource } from "../../src/lens/sources/pagedSource.ts";
import { createTokenService, type TokenService } from "../../src/lens/tokenService.ts";
import type { Pause, TokenSource } from "../../src/lens/sources/tokenSource.ts";

export const { signal } = new AbortController();
export const noPause: Pause = async (stop) => stop.throwIfAborted();

export const liveOf = (encoding: Encoding, text: string, options?: LiveSourceOptions): LiveSource =>
  finish(liveSourceSteps(encoding, text, "allow", options));

/** Ids as pages that come one microtask later. */
export const pagedOf = (encoding: Encoding, ids: Int32Array): TokenSource =>
  pagedSource({ tokenCount: ids.length, ids: (from, to) => Promise.resolve(ids.slice(from, to)) }, encoding, 1, undefined);

export const serviceOf = (source: TokenSource): TokenService => createTokenService(source, () => noPause);
