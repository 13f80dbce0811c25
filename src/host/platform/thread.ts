/** A thread beside the host's: what both ends of it see. Node's worker threads and a browser's web workers look the same from here. */

/** The end that starts a thread. */
export interface Thread {
  /** @param transfer buffers inside of the message that change hands instead of being copied */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Ends it at once, whatever it is doing. */
  stop(): Promise<void>;
}

/** Told by a thread to who started it. */
export interface ThreadListener {
  readonly onMessage: (message: unknown) => void;
  /** It ended by itself: it failed, or something ended it. Not told after `stop`. */
  readonly onEnd: (error: Error) => void;
}

/** Starts a thread with its first message. */
export type StartThread = (data: unknown, listener: ThreadListener) => Thread;

/** The end inside of the thread. */
export interface ThreadSelf {
  /** What it was started with. */
  readonly data: unknown;
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Waits for no more messages: the thread ends when its work is done. */
  close(): void;
}
