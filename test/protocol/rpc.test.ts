import { rangeError } from "../../src/core/errors.ts";
import { say, type Sentence } from "../../src/core/sentence.ts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { connect, type Handlers, method } from "../../src/protocol/rpc.ts";
import { fakeChannel } from "../support/fakeChannel.ts";

const hostTable = {
  double: method(v.object({ value: v.number() })).answers<number>(),
  fail: method(v.null()).answers<void>(),
  note: method(v.null()).answers<void>(),
  wait: method(v.null()).answers<string>(),
};
const viewTable = { told: method(v.string()).answers<void>() };

function pair(overrides: Partial<Handlers<typeof hostTable>> = {}) {
  const channel = fakeChannel();
  const refused: string[] = [];
  const told: string[] = [];
  let waiting: AbortSignal | undefined;
  const host = connect<typeof hostTable, typeof viewTable>(
    channel.host,
    hostTable,
    {
      double: ({ value }) => 2 * value,
      fail: () => {
        throw rangeError(say`There is no window ${7}: the text has ${3}. Choose one from 0 to ${2}.`);
      },
      note: () => undefined,
      wait: (_, signal) => {
        waiting = signal;
        return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
      ...overrides,
    },
    (sentence) => refused.push(sentence),
  );
  const view = connect<typeof viewTable, typeof hostTable>(
    channel.view,
    viewTable,
    { told: (text) => void told.push(text) },
    () => undefined,
  );
  channel.host.deliverTo = host.receive;
  channel.view.deliverTo = view.receive;
  return { channel, host, view, refused, told, isWaiting: () => waiting !== undefined, waitAborted: () => waiting?.aborted };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("rpc", () => {
  it("answers a request with its value", async () => {
    expect(await pair().view.request("double", { value: 21 })).toBe(42);
  });

  it("answers a request that has no value", async () => {
    await expect(pair().view.request("note", null)).resolves.toBeUndefined();
  });

  it("carries the other side's error, its name and its sentence", async () => {
    await expect(pair().view.request("fail", null)).rejects.toMatchObject({
      name: "RangeError",
      message: "There is no window 7: the text has 3. Choose one from 0 to 2.",
      sentence: { template: "There is no window {0}: the text has {1}. Choose one from 0 to {2}.", values: ["7", "3", "2"] },
    });
  });

  it("tells notifications and answers none", async () => {
    const { host, told, channel } = pair();
    host.notify("told", "hello");
    await settled();
    expect(told).toEqual(["hello"]);
    expect(channel.sent).toHaveLength(1);
  });

  it("cancels: the handler's signal aborts, and the request rejects with the caller's reason", async () => {
    const { view, waitAborted, isWaiting } = pair();
    const controller = new AbortController();
    const reply = view.request("wait", null, controller.signal);
    await settled();
    expect(isWaiting()).toBe(true);
    controller.abort(new Error("not needed any more"));
    await expect(reply).rejects.toThrow("not needed any more");
    await settled();
    expect(waitAborted()).toBe(true);
  });

  it("does not send what was cancelled before it was asked", async () => {
    const { view, channel } = pair();
    await expect(view.request("wait", null, AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
    expect(channel.sent).toEqual([]);
  });

  it("rejects what is open, and aborts what runs, when a side closes", async () => {
    const { host, view, waitAborted } = pair();
    const reply = view.request("wait", null);
    await settled();
    host.close();
    expect(waitAborted()).toBe(true);
    view.close();
    await expect(reply).rejects.toMatchObject({ name: "ClosedError" });
    await expect(view.request("double", { value: 1 })).rejects.toMatchObject({ name: "ClosedError" });
  });

  it("an answer to a side that is gone is not taken for one to the side that came in its place", async () => {
    const answers: ((text: string) => void)[] = [];
    const { host, channel, view } = pair({ wait: () => new Promise((resolve) => answers.push(resolve)) });
    view.request("wait", null).catch(() => undefined); // never answered: the page is gone
    await settled();
    const next = connect<typeof viewTable, typeof hostTable>(
      channel.view,
      viewTable,
      { told: () => undefined },
      () => undefined,
      1_000_000,
    );
    channel.view.deliverTo = next.receive;
    const reply = next.request("wait", null);
    await settled();
    for (const [i, answer] of answers.entries()) answer(`to page ${i}`);
    expect(await reply).toBe("to page 1");
    host.close();
  });

  it("aborts what others asked when told that they are gone, and nothing else", async () => {
    const signals: AbortSignal[] = [];
    const { host, view } = pair({
      wait: (_, signal) => {
        signals.push(signal);
        return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    });
    const replies = [view.request("wait", null), view.request("wait", null), view.request("wait", null)];
    await settled();
    const [, last] = signals.splice(1);
    expect(last).toBeDefined();
    host.abortOthers(last!); // three were asked
    await expect(replies[0]).rejects.toMatchObject({ name: "ClosedError", message: "The view was loaded anew." });
    await expect(replies[1]).rejects.toMatchObject({ name: "ClosedError" });
    expect(last?.aborted).toBe(false);
    replies[2]?.catch(() => undefined); // never answered
    host.close();
  });

  it.each([
    ["parameters of another shape", { kind: "request", id: 1, method: "double", params: { value: "21" } }],
    ["a method that is not in the table", { kind: "request", id: 1, method: "quit", params: null }],
    ["a method every object has", { kind: "request", id: 1, method: "toString", params: null }],
    ["a method every object inherits", { kind: "request", id: 1, method: "__proto__", params: null }],
  ])("answers %s with an error and never calls a handler", async (_, message) => {
    let called = 0;
    const { host, channel } = pair({ double: () => ++called });
    host.receive(message);
    await settled();
    expect(called).toBe(0);
    expect(channel.sent).toEqual([
      { kind: "error", id: 1, error: { name: "TypeError", sentence: { template: "{0}", values: [expect.any(String) as string] } } },
    ]);
  });

  it.each([[null], [undefined], ["text"], [{}], [{ kind: "request" }], [{ kind: "value", id: "1" }], [{ kind: "run", id: 1 }]])(
    "drops %j, which is no message, and says so",
    async (message) => {
      const { host, channel, refused } = pair();
      host.receive(message);
      await settled();
      expect(channel.sent).toEqual([]);
      expect(refused).toHaveLength(1);
    },
  );

  it("takes no error whose sentence could grow beyond its message", async () => {
    const { host, refused } = pair();
    const nested = (depth: number, template: string): Sentence =>
      depth === 0 ? say`end` : { template, values: [nested(depth - 1, template)] };
    const told = (sentence: Sentence): void => host.receive({ kind: "error", id: 99, error: { name: "Error", sentence } });
    told(nested(8, "{0}."));
    expect(refused).toEqual([]);
    told(nested(8, "{0}{0}"));
    told(nested(100, "{0}."));
    expect(refused).toHaveLength(2);
  });

  it("passes over an answer nobody waits for", async () => {
    const { view } = pair();
    view.receive({ kind: "value", id: 99, value: 1 });
    expect(await view.request("double", { value: 2 })).toBe(4);
  });
});
