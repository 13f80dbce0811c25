/** What components are given: the state, and what a click may do. */
import type { LensPatch, WindowSettings } from "../../protocol/lens.ts";
import type { TokenViewHostMethods } from "../../protocol/tokenView.ts";
import type { viewCommands } from "../../protocol/views.ts";
import type { Host } from "../shared/connect.ts";
import type { Span } from "./known.ts";
import type { Action, AppState } from "./state.ts";

export interface App {
  readonly host: Host<TokenViewHostMethods>;
  readonly getState: () => AppState;
  dispatch(action: Action): void;
  /** Shown at once, told to the host, put right when it refuses. */
  changeLens(patch: LensPatch): void;
  changeWindows(patch: Partial<WindowSettings>): void;
  runCommand(command: (typeof viewCommands)[number]): void;
  copy(text: string): void;
  /** Rows of the strip that are drawn now. */
  wantRows(span: Span): void;
  /** Token ranges that `who` draws now; replaces its former wish. */
  wantTokens(who: string, spans: readonly Span[]): void;
  /** Searches from a token on; `select` makes the match the selected token. */
  search(from: number, backwards: boolean, select: boolean): void;
}
