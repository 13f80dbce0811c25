/** Structural sharing: what arrives as JSON is a fresh tree; its parts that did not change become the same objects again. */

/**
 * @returns a value deeply equal to `next`, built of `previous`' own objects wherever those are deeply equal: `previous` itself when nothing
 *  changed. Plain objects and arrays only; anything else is taken as it is.
 */
export function reuse<Value>(previous: unknown, next: Value): Value {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) return reuseArray(previous, next) as Value & unknown[]; // an array like `next`
  if (isPlain(previous) && isPlain(next)) return reuseObject(previous, next) as Value & object; // an object like `next`
  return next;
}

function reuseArray(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const shared = next.map((value, at) => reuse(previous[at], value));
  return shared.length === previous.length && shared.every((value, at) => Object.is(value, previous[at])) ? previous : shared;
}

function reuseObject(previous: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): object {
  const names = Object.keys(next);
  const shared = Object.fromEntries(
    names.map((name) => [name, reuse(Object.hasOwn(previous, name) ? previous[name] : undefined, next[name])]),
  );
  const isSame =
    names.length === Object.keys(previous).length &&
    names.every((name) => Object.hasOwn(previous, name) && Object.is(shared[name], previous[name]));
  return isSame ? previous : shared;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
