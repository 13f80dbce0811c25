import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTensors } from "../../../../../src/core/checkpoints/checkpointFile.ts";
import { findEmbeddingTables } from "../../../../../src/core/checkpoints/embeddingTables.ts";
import { readTable } from "../../../../../src/core/checkpoints/readTable.ts";
import { type Reading } from "../../../../../src/core/checkpoints/reading.ts";
import type { Tensor } from "../../../../../src/core/checkpoints/tensor.ts";
import golden from "../../../../fixtures/torchFiles.json" with { type: "json" };
import { refusalOf, resultOrRefusal } from "../../../../support/refusal.ts";
import { runReadingInMemory } from "../../../../support/plain/readInMemory.ts";

const decode = (file: string): Uint8Array => new Uint8Array(Buffer.from(file, "base64"));
const fileOf = (about: string): Uint8Array =>
  decode([...golden.read, ...golden.refused].find((one) => one.about === about)?.file ?? expect.fail(about));
const tensorsOf = (file: Uint8Array): readonly Tensor[] => runReadingInMemory(readTensors("model.pt", file.length), file);

/** Tables that are read, or the sentence that refuses one: every tensor with two sides is tried. */
function readAll(file: Uint8Array): Record<string, readonly number[] | string> {
  return Object.fromEntries(
    tensorsOf(file)
      .filter(({ shape }) => shape.length === 2)
      .map((tensor) => {
        const outcome = resultOrRefusal(readTable(tensor), file);
        return [tensor.name, "result" in outcome ? [...outcome.result.values] : outcome.refusal];
      }),
  );
}

describe("a file of torch.save", () => {
  it.each(golden.read)("is read: $about", ({ file, tensors }) => {
    const bytes = decode(file);
    const expected = Object.entries(tensors as Record<string, { shape: readonly number[]; values: readonly number[] | null }>); // as torchFiles.py writes it
    expect(tensorsOf(bytes).map(({ name, shape }) => [name, shape])).toEqual(expected.map(([name, { shape }]) => [name, shape]));
    const read = readAll(bytes);
    for (const [name, { values }] of expected) if (values !== null) expect(read[name]).toEqual(values);
  });

  it.each([
    { about: "the book: model.pth", token: "tok_emb.weight", positional: "pos_emb.weight" },
    { about: "the book: model_and_optimizer.pth", token: "tok_emb.weight", positional: "pos_emb.weight" },
    { about: "nanoGPT: ckpt.pt", token: "_orig_mod.transformer.wte.weight", positional: "_orig_mod.transformer.wpe.weight" },
  ])("has its tables found by name: $about", ({ about, token, positional }) => {
    const found = findEmbeddingTables(tensorsOf(fileOf(about)));
    expect(found.tokenEmbedding?.name).toBe(token);
    expect(found.positionalEmbedding?.name).toBe(positional);
  });

  it.each(golden.refused)("is refused by name: $about", ({ file, says }) => {
    const bytes = decode(file);
    expect(refusalOf(readTensors("model.pt", bytes.length), bytes)).toContain(says);
  });

  it("has its storages' bytes read for the table alone", () => {
    const file = fileOf("the book: model.pth");
    const [first] = tensorsOf(file);
    const tensor = first ?? expect.fail("a tensor");
    const asked: number[][] = [];
    const reading: Reading<unknown> = readTable(tensor);
    for (let step = reading.next(); step.done !== true; step = reading.next(file.subarray(step.value.byteFrom, step.value.byteTo)))
      asked.push([step.value.byteFrom, step.value.byteTo]);
    expect(asked).toEqual([[tensor.byteFrom, tensor.byteFrom + 5 * 3 * 4]]);
  });

  it("is refused or read when it is cut short at any byte", () => {
    const sound = fileOf("the book: model.pth");
    for (let length = 0; length < sound.length; length += 1) refusalOf(readTensors("model.pt", length), sound.subarray(0, length));
  });

  it.each(["the book: model.pth", "packed again, deflated", "packed again, zip64", "protocol 4"])(
    "is refused or read whatever bytes change: %s",
    (about) => {
      const sound = fileOf(about);
      const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(changes, (list) => {
          const file = sound.slice();
          for (const [at, byte] of list) file[at] = byte;
          const outcome = resultOrRefusal(readTensors("model.pt", file.length), file);
          if ("result" in outcome)
            for (const tensor of outcome.result) if (tensor.shape.length === 2) resultOrRefusal(readTable(tensor), file);
        }),
        { numRuns: 300 },
      );
    },
  );
});
