/** A page at work: its store, its channel to the host, and what a click may do. The same for both views. */
import type { LensPatch } from "../../../protocol/lens.ts";
import type { MethodTable } from "../../../protocol/rpc.ts";
import type { sharedHostMethods, viewCommands, ViewState } from "../../../protocol/views.ts";
import { connect, type Host } from "./connect.ts";
import { accept, hostState, propose, receive, refuse } from "./hostState.ts";
import { type Query, sentence } from "./query.ts";
import { createStore, slice, type Store } from "./store.ts";

/** What went wrong last outside of a section, as a sentence; undefined when nothing did, or it was dismissed. */
export const problem = slice<string | undefined>("problem", undefined);

type SharedHostMethods = typeof sharedHostMethods;

export interface View<HostMethods extends MethodTable = SharedHostMethods> {
  readonly store: Store;
  readonly host: Host<HostMethods>;
  /** Shown at once, sent to the host, taken back when it refuses. */
  changeLens(patch: LensPatch): void;
  runCommand(command: (typeof viewCommands)[number]): void;
  copy(text: string): void;
  /** Puts the cursor on the token and the focus into the editor. */
  focusEditor(index: number): void;
  /** Shows the sentence of what goes wrong. */
  attempt(work: Promise<unknown>): void;
  /** The host has sent its state: it becomes what is confirmed. */
  receive(state: ViewState): void;
  /** Calls `follow` with each state that arrives, and the one before: what an edit left as it was moves along with it. */
  onReceived(follow: (before: ViewState, state: ViewState) => void): void;
}

/** What a part is given: the view, from which it reads the slices it shows. */
export interface PartProps<AppView extends View = View> {
  readonly view: AppView;
}

export function openView<HostMethods extends SharedHostMethods & MethodTable>(): View<HostMethods> {
  const host = connect<HostMethods>((state) => onState(state));
  const followers: ((before: ViewState, state: ViewState) => void)[] = [];
  const store = createStore(host.kept, host.keep);
  const shared: Host<SharedHostMethods> = host as unknown as Host<SharedHostMethods>; // HostMethods holds every one of them
  let nextChange = 1;

  const attempt = (work: Promise<unknown>): void => void work.catch((error: unknown) => store.set(problem, sentence(error)));
  const onState = (state: ViewState): void => {
    const before = store.get(hostState).confirmed;
    store.update(hostState, (known) => receive(known, state));
    if (before !== undefined) for (const follow of followers) follow(before, state);
  };
  return {
    store,
    host,
    attempt,
    receive: onState,
    onReceived: (follow) => void followers.push(follow),
    changeLens(patch) {
      const id = nextChange++;
      store.update(hostState, (state) => propose(state, id, patch));
      shared.request("lens/change", patch).then(
        () => store.update(hostState, (state) => accept(state, id)),
        (error: unknown) => {
          store.update(hostState, (state) => refuse(state, id));
          store.set(problem, sentence(error));
        },
      );
    },
    runCommand: (command) => attempt(shared.request("command/run", { command })),
    copy: (text) => attempt(shared.request("clipboard/write", { text })),
    focusEditor: (index) => attempt(shared.request("editor/focus", { index })),
  };
}

/** Draws the page, runs its queries after each change, and asks the host for its state. */
export function startView({ store, host, attempt, receive }: View, queries: readonly Query[], draw: () => void): void {
  let frame = 0;
  const redraw = (): void => {
    frame = 0;
    draw();
  };
  store.watch(() => {
    for (const query of queries) query.update();
    if (frame === 0) frame = requestAnimationFrame(redraw);
  });
  draw();
  for (const query of queries) query.update();
  attempt(host.request("view/ready", null).then(receive));
}

/** The element that the page's script draws into. */
export function pageRoot(): HTMLElement {
  const root = document.getElementById("app");
  if (root === null) throw new Error('The page has no element with the id "app".');
  return root;
}
