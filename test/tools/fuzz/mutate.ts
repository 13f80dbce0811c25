/** Changes sound inputs a little, so that readers are reached behind their first check: bytes of files, values of messages and settings. */
import type { SeededRandom } from "../bench/seededRandom.ts";

/** Numbers at the edges of what lengths and offsets are stored in. */
const edges = [0, 1, 2, 7, 8, 16, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
const longestInput = 1 << 16;

/** @param others further sound inputs, parts of which may be put in  @param words byte strings that mean something to the reader */
export function mutateBytes(input: Uint8Array, others: readonly Uint8Array[], words: readonly string[], random: SeededRandom): Uint8Array {
  let bytes = input;
  const changeCount = 1 + random.below(random.chance(80) ? 3 : 12);
  for (let i = 0; i < changeCount; i++) bytes = changed(bytes, others, words, random);
  return bytes.subarray(0, longestInput);
}

function changed(bytes: Uint8Array, others: readonly Uint8Array[], words: readonly string[], random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.chance(70) ? random.below(9) : random.below(bytes.length + 1);
  const put = (inserted: Uint8Array, removed: number): Uint8Array => concat(bytes.subarray(0, at), inserted, bytes.subarray(at + removed));
  switch (random.below(8)) {
    case 0:
      return put(Uint8Array.of((bytes[at] ?? 0) ^ (1 << random.below(8))), 1);
    case 1:
      return put(Uint8Array.of(random.below(256)), 1);
    case 2: {
      const size = random.pick([1, 2, 4, 8]);
      return put(little(random.chance(70) ? random.pick(edges) : random.next(), size), random.chance(90) ? size : 0);
    }
    case 3:
      return put(new Uint8Array(0), length);
    case 4:
      return put(bytes.subarray(at, at + length), 0);
    case 5: {
      const other = random.pick([bytes, ...others]);
      const from = random.below(other.length + 1);
      return put(other.subarray(from, from + length), random.chance(50) ? length : 0);
    }
    case 6:
      return words.length === 0 ? bytes : put(Buffer.from(random.pick(words), "latin1"), random.chance(50) ? length : 0);
    default:
      return random.chance(20) ? bytes.subarray(0, at) : bytes;
  }
}

function little(value: number, size: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes.subarray(0, size);
}

const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Values that code forgets: empty, enormous, of another type, with names that objects inherit. */
const strangeValues: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -0,
  -1,
  0.5,
  Number.NaN,
  Infinity,
  2 ** 31,
  2 ** 53,
  1e308,
  "",
  "__proto__",
  "constructor",
  "\u0000",
  "\u202e",
  "\ud800",
  "a".repeat(10_000),
  [],
  {},
  JSON.parse('{"__proto__":{"polluted":true}}'),
  new Uint8Array(3),
  Array.from({ length: 1_000 }, (_, i) => i),
];

/** Replaces, removes, repeats or renames one part of a value, somewhere in it. The value given stays as it is. */
export function mutateValue(value: unknown, random: SeededRandom): unknown {
  if (typeof value !== "object" || value === null || random.chance(15)) return random.pick(strangeValues);
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as readonly unknown[])];
    const at = random.below(copy.length + 1);
    if (random.chance(70) && at < copy.length) copy[at] = mutateValue(copy[at], random);
    else copy.splice(at, random.below(2), random.pick(strangeValues));
    return copy;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { [random.pick(["x", "__proto__", "kind"])]: random.pick(strangeValues) };
  const at = random.below(entries.length);
  const [name, inner] = entries[at] as [string, unknown]; // at < entries.length
  if (random.chance(70)) entries[at] = [name, mutateValue(inner, random)];
  else if (random.chance(50)) entries.splice(at, 1);
  else entries.push([random.pick(["x", "__proto__", "constructor", name]), random.pick(strangeValues)]);
  return Object.fromEntries(entries);
}
