/**
 * The names that a pickle of torch.save may import, and what calling them gives here. They are those that `torch.load(weights_only=True)`
 * allows; any other one is refused by name. Nothing is imported and nothing called: each name stands for a description.
 */

import { say, type Sentence } from "../../../sentence.ts";
import { quoted } from "../../../files/quoted.ts";
import { CheckpointError } from "../../checkpointError.ts";
import {
  dict,
  type Global,
  isGlobal,
  isSequence,
  isStorage,
  opaque,
  type PickleValue,
  type PickledTensor,
  type Storage,
} from "./pickleValues.ts";

/** torch's dtypes by the names of safetensors. */
const dtypes: ReadonlyMap<string, string> = new Map([
  ["float32", "F32"],
  ["float", "F32"],
  ["float64", "F64"],
  ["double", "F64"],
  ["float16", "F16"],
  ["half", "F16"],
  ["bfloat16", "BF16"],
  ["float8_e4m3fn", "F8_E4M3"],
  ["float8_e5m2", "F8_E5M2"],
  ["int64", "I64"],
  ["int32", "I32"],
  ["int16", "I16"],
  ["int8", "I8"],
  ["uint64", "U64"],
  ["uint32", "U32"],
  ["uint16", "U16"],
  ["uint8", "U8"],
  ["bool", "BOOL"],
  ["complex64", "C64"],
]);

const storages: ReadonlyMap<string, string> = new Map([
  ["FloatStorage", "F32"],
  ["DoubleStorage", "F64"],
  ["HalfStorage", "F16"],
  ["BFloat16Storage", "BF16"],
  ["LongStorage", "I64"],
  ["IntStorage", "I32"],
  ["ShortStorage", "I16"],
  ["CharStorage", "I8"],
  ["ByteStorage", "U8"],
  ["BoolStorage", "BOOL"],
  ["ComplexFloatStorage", "C64"],
  ["UntypedStorage", "U8"],
  ["QInt8Storage", "QINT8"],
  ["QUInt8Storage", "QUINT8"],
  ["QInt32Storage", "QINT32"],
]);

/** What a call of a name gives. */
type Call = (args: readonly PickleValue[]) => PickleValue;

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["torch._utils._rebuild_tensor_v2", ([storage, offset, shape, strides]) => toTensor(storage, offset, shape, strides)],
  ["torch._utils._rebuild_tensor_v3", ([storage, offset, shape, strides, , , dtype]) => toTensor(storage, offset, shape, strides, dtype)],
  ["torch._utils._rebuild_parameter", ([data]) => data],
  ["torch._utils._rebuild_parameter_with_state", ([data]) => data],
  [
    "torch._tensor._rebuild_from_type_v2",
    ([rebuild, , args]) => (isGlobal(rebuild) && isSequence(args) ? callGlobal(rebuild, args.items) : opaque),
  ],
  ["collections.OrderedDict", ([pairs]) => toDict(pairs)],
  ["collections.Counter", () => dict()],
  ["torch.Size", ([items]) => items],
  ["torch.device", () => opaque],
  ["torch._utils._rebuild_qtensor", () => opaque],
  ["torch._utils._rebuild_sparse_tensor", () => opaque],
  ["torch._utils._rebuild_meta_tensor_no_storage", () => opaque],
  ["torch.serialization._get_layout", () => opaque],
  ["_codecs.encode", () => opaque],
  ["builtins.set", ([items]) => items],
  ["builtins.bytearray", () => opaque],
]);

/** Names that are passed on and never called. */
const inert = new Set([
  "torch.Tensor",
  "torch.nn.parameter.Parameter",
  "torch.nn.Parameter",
  "torch.per_tensor_affine",
  "torch.per_channel_affine",
  "torch.per_channel_affine_float_qparams",
]);

const afterTorch = (name: string): string =>
  name.startsWith("torch.storage.") ? name.slice("torch.storage.".length) : name.slice("torch.".length);

export function toGlobal(module: string, name: string): Global {
  const full = `${module === "__builtin__" ? "builtins" : module}.${name}`;
  const isType = module === "torch" && dtypes.has(name);
  const isStorageType = (module === "torch" || module === "torch.storage") && storages.has(name);
  if (!calls.has(full) && !inert.has(full) && !isType && !isStorageType) {
    throw new CheckpointError(
      say`The pickle wants ${plainName(full)}, which only Python can give; tensors alone are read here, and nothing is run. Save them alone with torch.save(model.state_dict(), file) and load that file.`,
    );
  }
  return { kind: "global", name: full };
}

/** As Python writes it where it is such a name. */
const plainName = (name: string): string => (/^[\w.]{1,80}$/u.test(name) ? name : quoted(name));

export function callGlobal({ name }: Global, args: readonly PickleValue[]): PickleValue {
  const call = calls.get(name);
  if (call === undefined) throw malformed(say`The pickle calls ${plainName(name)}.`);
  return call(args);
}

/** @param id ("storage", type, key, device, number of values), as torch.save writes where a storage is meant */
export function toStorage(id: PickleValue): Storage {
  const [kind, type, key, , valueCount] = isSequence(id) ? id.items : [];
  if (kind !== "storage" || !isGlobal(type) || typeof key !== "string" || !isCount(valueCount))
    throw malformed(say`The pickle describes a storage in a way that torch.save does not.`);
  const dtype = storages.get(afterTorch(type.name));
  if (dtype === undefined) throw malformed(say`The pickle has a storage of ${plainName(type.name)}.`);
  return { kind: "storage", key, dtype, valueCount };
}

function toTensor(storage: PickleValue, offset: PickleValue, shape: PickleValue, strides: PickleValue, type?: PickleValue): PickledTensor {
  const sides = countsOf(shape);
  const steps = countsOf(strides);
  if (!isStorage(storage) || !isCount(offset) || sides === undefined || steps?.length !== sides.length) {
    throw malformed(say`The pickle describes a tensor in a way that torch.save does not.`);
  }
  const dtype = isGlobal(type) ? dtypes.get(afterTorch(type.name)) : storage.dtype;
  return { kind: "tensor", storage, offset, shape: sides, strides: steps, dtype: dtype ?? "an unknown type" };
}

/** Python 2 gave the pairs to the call; since then they are set one by one. */
function toDict(pairs: PickleValue): PickleValue {
  const filled = dict();
  for (const pair of isSequence(pairs) ? pairs.items : []) {
    const [key, value] = isSequence(pair) ? pair.items : [];
    if (typeof key === "string") filled.entries.set(key, value);
  }
  return filled;
}

const isCount = (value: PickleValue): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

function countsOf(value: PickleValue): readonly number[] | undefined {
  if (!isSequence(value) || !value.items.every(isCount)) return undefined;
  return value.items.filter(isCount);
}

export const malformed = (problem: Sentence): CheckpointError =>
  new CheckpointError(say`${problem} The file is damaged or not written by torch.save; save it again.`);
