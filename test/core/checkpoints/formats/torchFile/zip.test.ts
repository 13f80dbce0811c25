import { deflateSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type Reading } from "../../../../../src/core/checkpoints/reading.ts";
import { readEntry, readZipDirectory } from "../../../../../src/core/checkpoints/formats/torchFile/zip.ts";
import { refusalOf } from "../../../../support/refusal.ts";
import { runReadingInMemory } from "../../../../support/plain/readInMemory.ts";

const text = new TextEncoder().encode("the cat sat on the mat ".repeat(20));
const sound = zipSync({ "a/data.pkl": [text, { level: 9 }], "a/data/0": [text, { level: 0 }] });
const limit = 1_000_000;

function* readAll(fileLength: number): Reading<Record<string, Uint8Array>> {
  const read: Record<string, Uint8Array> = {};
  for (const [name, entry] of yield* readZipDirectory(fileLength)) read[name] = yield* readEntry(entry, limit);
  return read;
}
const refusal = (file: Uint8Array): string => refusalOf(readAll(file.length), file);

/** The file with a little-endian number written `from` bytes after the nth signature of this kind. */
function patched(
  file: Uint8Array,
  signature: "PK\x01\x02" | "PK\x03\x04" | "PK\x05\x06",
  nth: number,
  from: number,
  value: number,
  size: 2 | 4,
): Uint8Array {
  const copy = Buffer.from(file);
  let at = copy.indexOf(signature, 0, "latin1");
  for (let i = 0; i < nth; i += 1) at = copy.indexOf(signature, at + 4, "latin1");
  expect(at).toBeGreaterThanOrEqual(0);
  copy.writeUIntLE(value, at + from, size);
  return new Uint8Array(copy);
}

/** Bytes of zeros packed a thousand times, and an entry that claims other sizes. */
function bomb(claimed: number): Uint8Array {
  const packed = deflateSync(new Uint8Array(50_000_000), { level: 9 });
  const file = zipSync({ "a/data.pkl": [packed, { level: 0 }] });
  const asDeflated = patched(patched(file, "PK\x01\x02", 0, 10, 8, 2), "PK\x03\x04", 0, 8, 8, 2);
  return patched(asDeflated, "PK\x01\x02", 0, 24, claimed, 4);
}

describe("a zip archive", () => {
  it("gives its entries, stored and deflated", () => {
    expect(runReadingInMemory(readAll(sound.length), sound)).toEqual({ "a/data.pkl": text, "a/data/0": text });
  });

  it("may have a comment", () => {
    const comment = new TextEncoder().encode("made by hand");
    const file = Uint8Array.from([...patched(sound, "PK\x05\x06", 0, 20, comment.length, 2), ...comment]);
    expect(Object.keys(runReadingInMemory(readAll(file.length), file))).toEqual(["a/data.pkl", "a/data/0"]);
  });

  it.each([
    { about: "no end record", file: sound.subarray(0, sound.length - 22), says: /has no end record/u },
    { about: "a directory beyond the file", file: patched(sound, "PK\x05\x06", 0, 16, 2 ** 31, 4), says: /claims a directory up to byte/u },
    { about: "more entries than it has", file: patched(sound, "PK\x05\x06", 0, 10, 900, 2), says: /has a damaged directory/u },
    {
      about: "an encrypted entry",
      file: patched(sound, "PK\x01\x02", 0, 8, 1, 2),
      says: /"a\/data\.pkl" of the zip archive is encrypted/u,
    },
    { about: "a method that is not read", file: patched(sound, "PK\x01\x02", 1, 10, 93, 2), says: /packed by method 93/u },
    {
      about: "two descriptions that differ",
      file: patched(sound, "PK\x03\x04", 0, 8, 0, 2),
      says: /two descriptions of the entry "a\/data\.pkl"/u,
    },
    {
      about: "two sizes of a stored entry",
      file: patched(sound, "PK\x01\x02", 1, 24, 7, 4),
      says: /two sizes for the stored entry "a\/data\/0"/u,
    },
    { about: "entries that overlap", file: patched(sound, "PK\x01\x02", 1, 42, 0, 4), says: /entries that overlap/u },
    { about: "an entry beyond the directory", file: patched(sound, "PK\x01\x02", 1, 42, sound.length, 4), says: /within its directory/u },
    { about: "another checksum", file: patched(sound, "PK\x01\x02", 1, 16, 1, 4), says: /another checksum for "a\/data\/0"/u },
    { about: "no size where zip64 has it", file: patched(sound, "PK\x01\x02", 0, 42, 0xffff_ffff, 4), says: /has no size for entry/u },
    {
      about: "fewer bytes than it claims",
      file: patched(sound, "PK\x01\x02", 0, 24, text.length + 1, 4),
      says: /ends after 460 of the 461 bytes/u,
    },
    {
      about: "a bomb that says what it is",
      file: bomb(50_000_000),
      says: /has 50000000 bytes in "a\/data\.pkl"; more than 1000000 are refused/u,
    },
    { about: "a bomb that lies", file: bomb(10_000), says: /is longer than the 10000 bytes it claims/u },
  ])("is refused with $about", ({ file, says }) => {
    expect(refusal(file)).toMatch(says);
  });

  it("is refused with an entry twice", () => {
    const file = Buffer.from(zipSync({ aa: [text, { level: 0 }], ab: [text, { level: 0 }] }));
    for (let at = file.indexOf("ab"); at !== -1; at = file.indexOf("ab")) file.write("aa", at);
    expect(refusal(new Uint8Array(file))).toMatch(/has the entry "aa" twice/u);
  });
});
