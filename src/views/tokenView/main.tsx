/** The token view's page: one state, one connection, one rendering a frame. */
import { render } from "preact";
import type { TokenViewHostMethods } from "../../protocol/tokenView.ts";
import { connect } from "../shared/connect.ts";
import { App } from "./App.tsx";
import { choicesFrom } from "./choices.ts";
import { createEffects, sentence } from "./effects.ts";
import { type Action, initialState, reduce } from "./state.ts";
import "../shared/theme.css";
import "./tokenView.css";
import "./windows/windows.css";

const host = connect<TokenViewHostMethods>((told) => dispatch({ kind: "told", state: told }));
let state = initialState(choicesFrom(host.kept));
let frame = 0;

const root = document.getElementById("app");
if (root === null) throw new Error('The page has no element with the id "app".');
const draw = (): void => {
  frame = 0;
  render(<App app={effects.app} state={state} />, root);
};

function dispatch(action: Action): void {
  const next = reduce(state, action);
  if (next === state) return;
  state = next;
  if (frame === 0) frame = requestAnimationFrame(draw);
  effects.follow();
}

const effects = createEffects(host, () => state, dispatch);
draw();
host.request("view/ready", null).then(
  (told) => dispatch({ kind: "told", state: told }),
  (error: unknown) => dispatch({ kind: "failed", message: sentence(error) }),
);
