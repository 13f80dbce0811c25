/** What every refusal of a foreign file must be: a CheckpointError with a sentence a user can read. */

import { expect } from "vitest";
import { CheckpointError } from "../../src/core/checkpoints/checkpointError.ts";
import { type Reading } from "../../src/core/checkpoints/reading.ts";
import { runReadingInMemory } from "./plain/readInMemory.ts";

/** Runs a reading on the bytes: its result, or the sentence it refuses them with. Anything else that is thrown fails the test. */
export function resultOrRefusal<Result>(reading: Reading<Result>, file: Uint8Array): { result: Result } | { refusal: string } {
  try {
    return { result: runReadingInMemory(reading, file) };
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError);
    const refusal = error instanceof Error ? error.message : "";
    expect(refusal).toMatch(/^\P{Cc}{20,600}\.$/u); // printable, neither bare nor endless, ends as a sentence does
    return { refusal };
  }
}

export function refusalOf(reading: Reading<unknown>, file: Uint8Array): string {
  const outcome = resultOrRefusal(reading, file);
  return "refusal" in outcome ? outcome.refusal : expect.fail("The file was accepted.");
}
