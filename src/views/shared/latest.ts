/**
 * At most one request at a time, and of the wishes that come meanwhile only the latest: what a surface needs that moves faster than
 * the host answers. What is under way is finished, not aborted, while the surface moves, so that something always arrives.
 */

export interface Latest<Wish> {
  wish(wish: Wish): void;
  /** Something is under way. */
  readonly busy: boolean;
  /** Aborts what is under way and forgets what waits: their results would be of no use. */
  cancel(): void;
}

/** @param onError called with what `run` rejects with, unless it was cancelled */
export function createLatest<Wish, Result>(
  run: (wish: Wish, signal: AbortSignal) => Promise<Result>,
  onResult: (result: Result, wish: Wish) => void,
  onError: (error: unknown, wish: Wish) => void,
): Latest<Wish> {
  let waiting: { readonly wish: Wish } | null = null;
  let running: AbortController | null = null;

  const start = async (wish: Wish): Promise<void> => {
    const controller = new AbortController();
    running = controller;
    let settle: () => void;
    try {
      const result = await run(wish, controller.signal);
      settle = () => onResult(result, wish);
    } catch (error) {
      settle = () => onError(error, wish);
    }
    if (running !== controller) return; // cancelled: a later wish runs already, or none
    running = null;
    settle(); // may wish anew
    const next = waiting;
    if (next === null || running !== null) return;
    waiting = null;
    void start(next.wish);
  };

  return {
    wish(wish) {
      if (running === null) void start(wish);
      else waiting = { wish };
    },
    get busy() {
      return running !== null;
    },
    cancel() {
      const controller = running;
      running = null;
      waiting = null;
      controller?.abort();
    },
  };
}
