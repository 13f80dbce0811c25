/** What a pickle builds here: plain values, tensors by description, and nothing that could run. */

/** A tensor as `torch._utils` rebuilds it: a view of a storage, in values. */
export interface PickledTensor {
  readonly kind: "tensor";
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Overrides the storage's own, where that is of bytes. */
  readonly dtype: string;
}

/** Values of one type in an entry `data/KEY` of the archive. */
export interface Storage {
  readonly kind: "storage";
  readonly key: string;
  readonly dtype: string;
  readonly valueCount: number;
}

/** A name that the pickle imports; it is one of those known in `torchGlobals`. */
export interface Global {
  readonly kind: "global";
  readonly name: string;
}

/** Something that is of no interest here: a device, a quantised tensor, a backward hook. */
export interface Opaque {
  readonly kind: "opaque";
}

/** Lists, tuples and sets. */
export interface Sequence {
  readonly kind: "sequence";
  readonly items: PickleValue[];
}

/** Dicts, in the order of insertion; keys that are no plain values are left out, for they name no tensor. */
export interface Dict {
  readonly kind: "dict";
  readonly entries: Map<string | number | boolean | undefined, PickleValue>;
}

/** `undefined` is None; integers beyond 2⁵³ are rounded. */
export type PickleValue = string | number | boolean | undefined | Uint8Array | Sequence | Dict | PickledTensor | Storage | Global | Opaque;

export const opaque: Opaque = { kind: "opaque" };
export const sequence = (items: PickleValue[]): Sequence => ({ kind: "sequence", items });
export const dict = (): Dict => ({ kind: "dict", entries: new Map() });

export const isPlain = (value: PickleValue): value is string | number | boolean | undefined =>
  value === undefined || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** The kind of what is no plain value. */
export const kindOf = (value: PickleValue): string =>
  typeof value === "object" && "kind" in value ? value.kind : value instanceof Uint8Array ? "bytes" : typeof value;

export const isDict = (value: PickleValue): value is Dict => kindOf(value) === "dict";
export const isSequence = (value: PickleValue): value is Sequence => kindOf(value) === "sequence";
export const isTensor = (value: PickleValue): value is PickledTensor => kindOf(value) === "tensor";
export const isStorage = (value: PickleValue): value is Storage => kindOf(value) === "storage";
export const isGlobal = (value: PickleValue): value is Global => kindOf(value) === "global";
