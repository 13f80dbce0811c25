/**
 * Request, reply, cancel and notify over any `postMessage`: what host and views say to each other.
 *
 * One method table types both ends: a value that holds, for each method, the schema its parameters are checked with, and the type of
 * its result. The side that serves a table checks every message against it; nothing that does not fit is ever handed to a handler.
 * Every request is answered, with a value or an error, or cancelled; closing a connection rejects what is still open.
 */
import * as v from "valibot";
import { type ErrorRecord, SentenceError, sentenceOf, toRecord } from "../core/errors.ts";
import { inEnglish, say, type Sentence } from "../core/sentence.ts";

/** The parameters' schema of one method, and (as a type only) what it answers. */
export interface Method<Params, Result> {
  readonly params: v.GenericSchema<unknown, Params>;
  /** Only a type: never set. */
  readonly result?: Result;
}

export type MethodTable = Readonly<Record<string, Method<unknown, unknown>>>;
export type ParamsOf<M> = M extends Method<infer Params, unknown> ? Params : never;
export type ResultOf<M> = M extends Method<unknown, infer Result> ? Result : never;

/** One row of a method table: `method(schema).answers<Result>()`. */
export function method<Params>(params: v.GenericSchema<unknown, Params>): { answers: <Result>() => Method<Params, Result> } {
  return { answers: () => ({ params }) };
}

export type Handlers<Table extends MethodTable> = {
  readonly [Name in keyof Table]: (
    params: ParamsOf<Table[Name]>,
    signal: AbortSignal,
  ) => ResultOf<Table[Name]> | Promise<ResultOf<Table[Name]>>;
};

/** A place to post messages to; what arrives is given to `Connection.receive` by its owner. */
export interface Outlet {
  post(message: unknown): void;
}

export interface Connection<Remote extends MethodTable> {
  /** Rejects with the other side's error, with `signal`'s reason when cancelled, or when the connection closes. */
  request<Name extends keyof Remote & string>(
    name: Name,
    params: ParamsOf<Remote[Name]>,
    signal?: AbortSignal,
  ): Promise<ResultOf<Remote[Name]>>;
  /** Fire and forget. */
  notify<Name extends keyof Remote & string>(name: Name, params: ParamsOf<Remote[Name]>): void;
  /** Takes one message off the wire; messages that are not ours or do not fit are reported to `onRefused` and dropped. */
  receive(message: unknown): void;
  /** Aborts running handlers but the one with this signal: whoever asked the others is gone, and another has come in its place. */
  abortOthers(signal: AbortSignal): void;
  /** Rejects open requests, aborts running handlers. */
  close(): void;
}

/** Sentences within sentences of an error: ours have three or four. */
const deepestSentence = 16;
/** Each value once, as a sentence is made: so that no sentence is longer than its message. */
const namesEachOnce = (template: string): boolean => {
  const holes = template.match(/\{\d+\}/g) ?? [];
  return new Set(holes).size === holes.length;
};
const sentenceSchema = (depth: number): v.GenericSchema<Sentence> =>
  v.object({
    template: v.pipe(v.string(), v.check(namesEachOnce)),
    values: v.array(depth === 0 ? v.string() : v.union([v.string(), v.lazy(() => sentenceSchema(depth - 1))])),
  });
const errorSchema = v.object({ name: v.string(), sentence: sentenceSchema(deepestSentence) });
const messageSchema = v.variant("kind", [
  v.object({ kind: v.literal("request"), id: v.number(), method: v.string(), params: v.unknown() }),
  v.object({ kind: v.literal("notify"), method: v.string(), params: v.unknown() }),
  v.object({ kind: v.literal("cancel"), id: v.number() }),
  // VS Code writes messages as JSON, in which an answer of undefined is not there at all.
  v.object({ kind: v.literal("value"), id: v.number(), value: v.optional(v.unknown()) }),
  v.object({ kind: v.literal("error"), id: v.number(), error: errorSchema }),
]);
export type Message = v.InferOutput<typeof messageSchema>;

/** An error that travelled: the other side's name and sentence. */
export class RemoteError extends SentenceError {
  constructor({ name, sentence }: ErrorRecord) {
    super(sentence);
    this.name = name;
  }
}

interface OpenRequest {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly forget: () => void;
}

/**
 * @param local what this side serves, with its handlers
 * @param onRefused called with a sentence for each message that was refused
 * @param firstId of this side's requests. One that takes the place of another begins where the other never came: an answer to the other, still
 *   under way, would be taken for its own
 */
export function connect<Local extends MethodTable, Remote extends MethodTable>(
  outlet: Outlet,
  local: Local,
  handlers: Handlers<Local>,
  onRefused: (sentence: string) => void,
  firstId = 1,
): Connection<Remote> {
  const open = new Map<number, OpenRequest>();
  const running = new Map<number, AbortController>();
  let nextId = firstId;
  let closed = false;

  const serve = async (name: string, params: unknown, signal: AbortSignal): Promise<unknown> => {
    const entry = Object.hasOwn(local, name) ? local[name] : undefined;
    const handler = entry === undefined ? undefined : handlers[name];
    if (entry === undefined || handler === undefined) throw new TypeError(`There is no method "${name}".`);
    const checked = v.safeParse(entry.params, params);
    if (!checked.success) throw new TypeError(`"${name}" was refused: ${v.summarize(checked.issues)}`);
    // The table ties each handler to its own schema; the look-up by name loses that tie for the compiler only.
    return (handler as (params: unknown, signal: AbortSignal) => unknown)(checked.output, signal);
  };

  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const value = await serve(name, params, controller.signal);
      if (!closed) outlet.post({ kind: "value", id, value } satisfies Message);
    } catch (error) {
      if (!closed) outlet.post({ kind: "error", id, error: toRecord(error) } satisfies Message);
    } finally {
      running.delete(id);
    }
  };

  const settle = (id: number): OpenRequest | undefined => {
    const request = open.get(id);
    open.delete(id);
    request?.forget();
    return request;
  };

  return {
    request(name, params, signal) {
      if (closed) return Promise.reject(closedError(say`"${name}" was asked after the connection closed.`));
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      const id = nextId++;
      const reply = new Promise((resolve, reject) => {
        const onAbort = (): void => {
          outlet.post({ kind: "cancel", id } satisfies Message);
          settle(id)?.reject(signal?.reason);
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        open.set(id, { resolve, reject, forget: () => signal?.removeEventListener("abort", onAbort) });
        outlet.post({ kind: "request", id, method: name, params } satisfies Message);
      });
      return reply as Promise<ResultOf<Remote[typeof name]>>; // the table's promise: the other side serves the same table
    },
    notify(name, params) {
      if (!closed) outlet.post({ kind: "notify", method: name, params } satisfies Message);
    },
    receive(raw) {
      if (closed) return;
      const checked = v.safeParse(messageSchema, raw);
      if (!checked.success) return onRefused(`A message was refused: ${v.summarize(checked.issues)}`);
      const message = checked.output;
      switch (message.kind) {
        case "request":
          void answer(message.id, message.method, message.params);
          return;
        case "notify":
          serve(message.method, message.params, new AbortController().signal).catch((error: unknown) =>
            onRefused(inEnglish(sentenceOf(error))),
          );
          return;
        case "cancel":
          running.get(message.id)?.abort(new RemoteError({ name: "AbortError", sentence: say`The request was cancelled.` }));
          return;
        case "value":
          settle(message.id)?.resolve(message.value);
          return;
        case "error":
          settle(message.id)?.reject(new RemoteError(message.error));
          return;
        default:
          message satisfies never;
      }
    },
    abortOthers(signal) {
      for (const controller of running.values())
        if (controller.signal !== signal) controller.abort(closedError(say`The view was loaded anew.`));
    },
    close() {
      closed = true;
      for (const controller of running.values()) controller.abort(closedError(say`The view was closed.`));
      for (const id of open.keys()) settle(id)?.reject(closedError(say`The connection was closed.`));
    },
  };
}

const closedError = (sentence: Sentence): RemoteError => new RemoteError({ name: "ClosedError", sentence });
