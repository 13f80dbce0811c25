/** A corpus of damaged `.safetensors` files: each with what is wrong with it and what its refusal must say. */

/** A file with this header and so many zero bytes of values. `claimed` is the header length written, the true one unless told. */
export function safetensorsFile(header: string, dataLength: number, claimed?: bigint): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + json.length + dataLength);
  new DataView(file.buffer).setBigUint64(0, claimed ?? BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

/** Two tensors, F32 [2, 2] and F16 [3]: 16 + 6 bytes. */
export const soundHeader =
  '{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"F16","shape":[3],"data_offsets":[16,22]}}';

/** A single tensor "a" whose entry is given; its values are 16 bytes. */
const single = (entry: string): Uint8Array => safetensorsFile(`{"a":${entry}}`, 16);
const f32 = (shape: string, offsets: string): Uint8Array => single(`{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}`);
const deep = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

export const damagedSafetensors: readonly { readonly about: string; readonly file: Uint8Array; readonly says: RegExp }[] = [
  { about: "header length 0", file: safetensorsFile(soundHeader, 22, 0n), says: /claims 0 bytes; it has at least 2/u },
  { about: "header length 1", file: safetensorsFile(soundHeader, 22, 1n), says: /claims 1 bytes/u },
  { about: "header length beyond the file", file: safetensorsFile(soundHeader, 22, 5_000n), says: /claims 5000 bytes and the file ends/u },
  {
    about: "header length beyond the limit",
    file: safetensorsFile(soundHeader, 22, 100_000_001n),
    says: /claims 100000001 bytes; more than 100000000 is refused/u,
  },
  { about: "header length 2^63", file: safetensorsFile(soundHeader, 22, 2n ** 63n), says: /more than 100000000 is refused/u },
  { about: "header length −8 as signed", file: safetensorsFile(soundHeader, 22, 2n ** 64n - 8n), says: /more than 100000000 is refused/u },
  {
    about: "header length one short",
    file: safetensorsFile(soundHeader, 22, BigInt(soundHeader.length - 1)),
    says: /lacks a closing brace/u,
  },
  {
    about: "header length one long",
    file: safetensorsFile(soundHeader, 22, BigInt(soundHeader.length + 1)),
    says: /goes on after its end/u,
  },
  { about: "no JSON", file: safetensorsFile("hello", 0), says: /does not start with a brace/u },
  { about: "an array", file: safetensorsFile("[]", 0), says: /does not start with a brace/u },
  { about: "a byte order mark", file: safetensorsFile("\uFEFF{}", 0), says: /does not start with a brace/u },
  { about: "no UTF-8", file: safetensorsFile('{"\u0001', 0).map((byte) => (byte === 1 ? 0xff : byte)), says: /is not UTF-8 text/u },
  { about: "a trailing comma", file: safetensorsFile(`${soundHeader.slice(0, -1)},}`, 22), says: /lacks a name in quotes/u },
  { about: "a comment", file: safetensorsFile('{/**/"a":1}', 0), says: /lacks a name in quotes/u },
  { about: "deep nesting", file: single(deep(50_000)), says: /nested more than 16 deep/u },
  {
    about: "deep nesting in the metadata",
    file: safetensorsFile(`{"__metadata__":{"x":${deep(400)}}}`, 0),
    says: /nested more than 16 deep/u,
  },
  { about: "metadata that is no object", file: safetensorsFile('{"__metadata__":[]}', 0), says: /__metadata__ is no JSON object/u },
  {
    about: "a name twice",
    file: safetensorsFile(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"a":1}`, 16),
    says: /name "a" twice/u,
  },
  { about: "a name twice, once escaped", file: safetensorsFile(String.raw`{"a":1,"\u0061":2}`, 0), says: /name "a" twice/u },
  { about: "a field twice", file: single('{"dtype":"F32","dtype":"F16","shape":[4],"data_offsets":[0,16]}'), says: /name "dtype" twice/u },
  {
    about: "the tensor __proto__ without description",
    file: safetensorsFile('{"__proto__":7}', 0),
    says: /Tensor "__proto__" has no description/u,
  },
  {
    about: "a description that inherits",
    file: single('{"__proto__":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'),
    says: /has no dtype/u,
  },
  { about: "a dtype that is a number", file: single('{"dtype":32,"shape":[4],"data_offsets":[0,16]}'), says: /has no dtype/u },
  {
    about: "the wrong dtype for its bytes",
    file: single('{"dtype":"F16","shape":[4],"data_offsets":[0,16]}'),
    says: /has 16 bytes, and its dtype F16 and shape \[4\] take 8/u,
  },
  { about: "half a byte", file: single('{"dtype":"F4","shape":[3],"data_offsets":[0,1]}'), says: /does not fill whole bytes/u },
  { about: "no shape", file: single('{"dtype":"F32","data_offsets":[0,16]}'), says: /has no shape/u },
  { about: "a negative side", file: f32("[-4]", "[0,16]"), says: /has no shape of whole numbers/u },
  { about: "two negative sides", file: f32("[-2,-2]", "[0,16]"), says: /has no shape of whole numbers/u },
  { about: "a fractional side", file: f32("[1.6,2.5]", "[0,16]"), says: /has no shape of whole numbers/u },
  { about: "a side that is text", file: f32('["4"]', "[0,16]"), says: /has no shape of whole numbers/u },
  { about: "a side 2^64", file: f32("[18446744073709551616]", "[0,16]"), says: /has no shape of whole numbers/u },
  { about: "a side 1e999", file: f32("[1e999]", "[0,16]"), says: /has no shape of whole numbers/u },
  { about: "a side NaN", file: f32("[NaN]", "[0,16]"), says: /malformed value/u },
  {
    about: "sides whose product wraps around 64 bits to 4",
    file: f32("[4294967297,4294967297,4]", "[0,16]"),
    says: /larger than any file/u,
  },
  { about: "a huge shape", file: f32("[9007199254740991,9007199254740991]", "[0,16]"), says: /larger than any file/u },
  { about: "a huge shape that pretends to be empty", file: f32("[4294967296,4096]", "[0,0]"), says: /has 0 bytes, and its dtype F32/u },
  { about: "33 dimensions", file: f32(`[${Array.from({ length: 33 }, () => 1).join(",")}]`, "[0,4]"), says: /has 33 dimensions/u },
  { about: "no offsets", file: single('{"dtype":"F32","shape":[4]}'), says: /has no two data_offsets/u },
  { about: "one offset", file: f32("[4]", "[16]"), says: /has no two data_offsets/u },
  { about: "three offsets", file: f32("[4]", "[0,16,32]"), says: /has no two data_offsets/u },
  { about: "a negative start", file: f32("[4]", "[-16,0]"), says: /has no two data_offsets/u },
  { about: "a start of −16 as unsigned", file: f32("[4]", "[18446744073709551600,0]"), says: /has no two data_offsets/u },
  { about: "an end before the start", file: f32("[4]", "[16,0]"), says: /ends at 0, before its start at 16/u },
  { about: "an end beyond the file", file: f32("[5]", "[0,20]"), says: /ends at byte \d+ and the file at \d+\. It was cut short/u },
  { about: "offsets near 2^53", file: f32("[4]", "[9007199254740975,9007199254740991]"), says: /ends at byte/u },
  { about: "a gap at the start", file: f32("[3]", "[4,16]"), says: /4 bytes before tensor "a" belong to no tensor/u },
  { about: "bytes after the last tensor", file: f32("[3]", "[0,12]"), says: /has 4 bytes after its last tensor/u },
  {
    about: "two tensors that overlap",
    file: safetensorsFile('{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}', 6),
    says: /Tensor "b" overlaps/u,
  },
  {
    about: "two tensors in the same place",
    file: safetensorsFile('{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}', 4),
    says: /overlaps/u,
  },
  {
    about: "a gap between two tensors",
    file: safetensorsFile('{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}', 9),
    says: /1 bytes before tensor "b"/u,
  },
  {
    about: "a name that would break the sentence",
    file: safetensorsFile(JSON.stringify({ ["\n\u202Ex".repeat(90)]: 1 }), 0),
    says: /^Tensor "[^\n\u202E]{20,400}…" has no description/u,
  },
];
