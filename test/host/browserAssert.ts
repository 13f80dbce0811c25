/** `node:assert/strict` for the suite in the web worker, which has no Node: chai's assertions under Node's names, as strict as those. */
import { assert as chai } from "chai";

async function rejects(promise: Promise<unknown>, expected?: RegExp): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason ?? new Error("rejected without a reason"),
  );
  chai.ok(error, "The promise was expected to reject.");
  if (expected) chai.match(String(error), expected);
}

const strict = Object.assign((value: unknown, message?: string) => chai.ok(value, message), chai, {
  equal: chai.strictEqual,
  notEqual: chai.notStrictEqual,
  rejects,
});

// eslint-disable-next-line import/no-default-export -- the module it stands for has one
export default strict;
