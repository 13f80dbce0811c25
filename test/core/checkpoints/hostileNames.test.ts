/** Checkpoints whose tensors, dtypes and shards have hostile names: read or refused as any other, and each sentence holds the name on one line. */
import { expect, it } from "vitest";
import { CheckpointError } from "../../../src/core/checkpoints/checkpointError.ts";
import { readTensors } from "../../../src/core/checkpoints/checkpointFile.ts";
import { findEmbeddingTables } from "../../../src/core/checkpoints/embeddingTables.ts";
import { familyOf } from "../../../src/core/checkpoints/families.ts";
import { unpackedName, whyUnusable } from "../../../src/core/checkpoints/packedTables.ts";
import { readTable } from "../../../src/core/checkpoints/readTable.ts";
import { readIndexBytes, shardsToOpen } from "../../../src/core/checkpoints/formats/shardIndex.ts";
import { writeSafetensors } from "../../../src/core/checkpoints/formats/writeSafetensors.ts";
import { inEnglish } from "../../../src/core/sentence.ts";
import { hostileTexts } from "../../support/hostileTexts.ts";
import { runReadingInMemory } from "../../support/plain/readInMemory.ts";

const names = [...new Set(hostileTexts.map((text) => text.toWellFormed()))];
const breaking = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What is thrown, as a sentence; "" for nothing. */
function thrownBy(work: () => unknown): string {
  try {
    work();
    return "";
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return error.message;
  }
}

it("tensors of any name are found in the file and read", () => {
  const file = writeSafetensors(
    names.map((name, at) => ({ name, dtype: "F32", shape: [1, 1], bytes: new Uint8Array(Float32Array.of(at).buffer) })),
  );
  const tensors = runReadingInMemory(readTensors("model.safetensors", file.length), file);
  expect(tensors.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  for (const tensor of tensors) expect(runReadingInMemory(readTable(tensor), file).values[0]).toBe(names.indexOf(tensor.name));
  expect(findEmbeddingTables(tensors).tokenEmbedding).toBeUndefined();
  for (const name of names) expect([familyOf(name, names), unpackedName(name)]).toEqual([undefined, name]);
});

it("what is said of a tensor holds its name and dtype on one line", () => {
  for (const name of names) {
    const header = bytes(JSON.stringify({ [name]: { dtype: name, shape: [2, 2], data_offsets: [0, 16] } }));
    const file = Uint8Array.from([...new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer), ...header, ...new Uint8Array(16)]);
    const [tensor] = runReadingInMemory(readTensors("model.safetensors", file.length), file);
    const unusable = tensor && whyUnusable(tensor, new Set(names));
    expect(unusable && inEnglish(unusable)).toMatch(/^Tensor ".*" holds .*, which cannot be shown/u);
    expect(unusable && inEnglish(unusable)).not.toMatch(breaking);
    const said = thrownBy(() => runReadingInMemory(readTensors("model.safetensors", file.length - 8), file.subarray(0, -8)));
    expect(said).toContain("It was cut short");
    expect(said).not.toMatch(breaking);
  }
});

it("shards of any name are looked for beside the index, or refused", () => {
  for (const name of names) {
    const index = bytes(JSON.stringify({ weight_map: { "wte.weight": name } }));
    const said = thrownBy(() => expect(shardsToOpen(runReadingInMemory(readIndexBytes(index), index))).toEqual([name]));
    if (/[/\\]/.test(name) || name === "." || name === "..") expect(said, name).not.toBe("");
    expect(said).not.toMatch(breaking);
  }
});
