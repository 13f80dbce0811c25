/** Which webviews of Tokenscope are open in this window: some surfaces speak only while one is. */
import type * as vscode from "vscode";

export class OpenViews {
  readonly #onOpened: () => void;
  #count = 0;

  /** @param onOpened called each time a view opens */
  constructor(onOpened: () => void) {
    this.#onOpened = onOpened;
  }

  get isAny(): boolean {
    return this.#count > 0;
  }

  /** @returns to be disposed when the view closes */
  add(): vscode.Disposable {
    this.#count++;
    this.#onOpened();
    let isOpen = true;
    return {
      dispose: () => {
        if (isOpen) this.#count--;
        isOpen = false;
      },
    };
  }
}
