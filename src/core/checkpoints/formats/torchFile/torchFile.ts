/**
 * A checkpoint as `torch.save` writes it since version 1.6: a zip archive with a pickle that describes the tensors (`data.pkl`) and an entry of
 * raw bytes for each storage (`data/0`, …). The pickle's names are looked up in a table, so reading it runs nothing.
 */

import { say, type Sentence } from "../../../sentence.ts";
import { quoted } from "../../../files/quoted.ts";
import { CheckpointError } from "../../checkpointError.ts";
import { pause, type Reading } from "../../reading.ts";
import { dtypeBits, isDtype, type Tensor, valueCount } from "../../tensor.ts";
import { unpickle } from "./pickle.ts";
import { isDict, isSequence, isTensor, type PickledTensor, type PickleValue } from "./pickleValues.ts";
import { locateEntry, readEntry, readZipDirectory, type ZipEntry } from "./zip.ts";

/** A few hundred bytes describe a tensor. */
const pickleLengthLimit = 64_000_000;
const pickleName = "data.pkl";
/** What training scripts call the weights beside what else they save, the optimizer's state for one. */
const wrappers = ["model", "state_dict", "model_state_dict", "module", "ema", "net"];
const depthLimit = 16;

/** @returns the tensors, named as in the state_dict  @throws CheckpointError when the file is damaged, something else, or wants more than tensors */
export function* readTorchFile(fileLength: number): Reading<readonly Tensor[]> {
  const entries = yield* readZipDirectory(fileLength);
  const pickle = findPickle(entries);
  const folder = pickle.name.slice(0, -pickleName.length);
  const bytes = yield* readEntry(pickle, pickleLengthLimit);
  const order = entries.get(`${folder}byteorder`);
  const isBigEndian = order !== undefined && new TextDecoder().decode(yield* readEntry(order, 16)) === "big";
  const steps = unpickle(bytes);
  let step = steps.next();
  while (step.done !== true) {
    yield pause;
    step = steps.next();
  }
  const places = new Map<string, ZipPlace>();
  const tensors: Tensor[] = [];
  for (const [name, pickled] of namedTensors(step.value)) {
    const place = places.get(pickled.storage.key) ?? (yield* placeOf(entries.get(`${folder}data/${pickled.storage.key}`), pickled));
    places.set(pickled.storage.key, place);
    const tensor = toTensor(name, pickled, place);
    tensors.push(isBigEndian ? { ...tensor, byteOrder: "big" } : tensor);
  }
  if (tensors.length === 0)
    throw new CheckpointError(say`The pickle has no tensor. Save the weights with torch.save(model.state_dict(), file).`);
  return tensors;
}

function findPickle(entries: ReadonlyMap<string, ZipEntry>): ZipEntry {
  const names = [...entries.keys()];
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/^(?:[^/]+\/)?constants\.pkl$/u)) {
    throw new CheckpointError(
      say`This is a TorchScript program, not weights alone. Save them with torch.save(torch.jit.load(file).state_dict(), file).`,
    );
  }
  const pickles = names.filter((name) => /^(?:[^/]+\/)?data\.pkl$/u.test(name));
  const [first, ...others] = pickles;
  const entry = first === undefined ? undefined : entries.get(first);
  if (entry !== undefined && others.length === 0) return entry;
  if (has(/\.npy$/u))
    throw new CheckpointError(say`This is NumPy's archive of several arrays. Save the table alone with np.save(file, table).`);
  throw new CheckpointError(
    pickles.length === 0
      ? say`The zip archive has no data.pkl among its ${names.length} entries: torch.save did not write it. Choose another file.`
      : say`The zip archive has more than one data.pkl among its ${names.length} entries: torch.save did not write it. Choose another file.`,
  );
}

/** Where a storage's bytes are. */
interface ZipPlace {
  readonly byteFrom: number;
  readonly byteTo: number;
  /** The bytes' number when they are unpacked; absent for those that are not packed. */
  readonly deflatedLength?: number;
}

function* placeOf(entry: ZipEntry | undefined, { storage }: PickledTensor): Reading<ZipPlace> {
  if (entry === undefined) {
    throw new CheckpointError(
      say`The pickle's storage ${quoted(storage.key)} is missing from the archive. The file is damaged; save it again.`,
    );
  }
  const range = yield* locateEntry(entry);
  return entry.isDeflated ? { ...range, deflatedLength: entry.length } : range;
}

function toTensor(name: string, { storage, offset, shape, strides, dtype }: PickledTensor, place: ZipPlace): Tensor {
  const fail = (problem: Sentence): CheckpointError => new CheckpointError(say`${problem} The file is damaged; save it again.`);
  const length = place.deflatedLength ?? place.byteTo - place.byteFrom;
  const storageBits = isDtype(storage.dtype) ? dtypeBits[storage.dtype] : 0;
  if ((storage.valueCount * storageBits) / 8 > length)
    throw fail(
      say`Tensor ${quoted(name)} says that its storage has ${storage.valueCount} values of ${storage.dtype}, and it has ${length} bytes.`,
    );
  const size = (isDtype(dtype) ? dtypeBits[dtype] : 8) / 8;
  const count = valueCount(name, shape);
  const last = shape.reduce((sum, side, i) => sum + (side - 1) * (strides[i] ?? 0), 0);
  const used = count === 0 ? 0 : last + 1;
  if ((offset + used) * size > length)
    throw fail(say`Tensor ${quoted(name)} ends at byte ${(offset + used) * size} of a storage of ${length}.`);
  const inStorage = { byteFrom: offset * size, byteTo: (offset + used) * size };
  const layout = isRowByRow(shape, strides) ? {} : { strides };
  if (place.deflatedLength !== undefined) {
    const { byteFrom, byteTo } = place;
    return { name, dtype, shape, ...layout, ...inStorage, deflated: { byteFrom, byteTo, length } };
  }
  return { name, dtype, shape, ...layout, byteFrom: place.byteFrom + inStorage.byteFrom, byteTo: place.byteFrom + inStorage.byteTo };
}

function isRowByRow(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i -= 1) {
    const side = shape[i] ?? 1;
    if (side !== 1 && strides[i] !== expected) return false; // along a side of 1 no step is taken
    expected *= side;
  }
  return true;
}

/** The state_dict's tensors by name: of the dict itself, of the weights among other things, or of whatever is nested. */
function namedTensors(root: PickleValue): ReadonlyMap<string, PickledTensor> {
  const named = new Map<string, PickledTensor>();
  collect(weightsIn(root), "", named, new Set(), 0);
  return named;
}

function weightsIn(root: PickleValue): PickleValue {
  let weights = root;
  for (let depth = 0; isDict(weights) && depth < depthLimit; depth += 1) {
    const { entries } = weights;
    const inner = wrappers.map((name) => entries.get(name)).find(isDict);
    if (inner === undefined) break;
    weights = inner;
  }
  return weights;
}

/** @param seen containers visited: one that holds itself, or is held many times, is looked at once */
function collect(value: PickleValue, name: string, named: Map<string, PickledTensor>, seen: Set<PickleValue>, depth: number): void {
  if (isTensor(value)) {
    named.set(name === "" ? "tensor" : name, value);
    return;
  }
  if ((!isDict(value) && !isSequence(value)) || depth > depthLimit || seen.has(value)) return;
  seen.add(value);
  const children = isDict(value) ? value.entries : value.items.entries();
  for (const [key, child] of children) collect(child, name === "" ? String(key) : `${name}.${String(key)}`, named, seen, depth + 1);
}
