/** Entry of the embedding inspector's page: builds store, GPU, worker and controller, and draws the app with each state. */
import { render } from "preact";
import "../shared/theme.css";
import "./embeddingInspector.css";
import type { InspectorHostMethods } from "../../protocol/embeddingInspector.ts";
import type { ViewState } from "../../protocol/views.ts";
import { connect } from "../shared/connect.ts";
import { App } from "./App.tsx";
import { Controller } from "./controller.ts";
import { sentence } from "./effects.ts";
import { readKept } from "./kept.ts";
import { LateGpu } from "./gpu/lateGpu.ts";
import { readPalette } from "./inputRows/palette.ts";
import { initialState } from "./state.ts";
import { createStore } from "./store.ts";
import { WorkerClient } from "./worker/workerClient.ts";

const root = document.getElementById("app");
if (root === null) throw new Error("The page has no place for the inspector.");

const host = connect<InspectorHostMethods>((view) => showView(view));
const store = createStore(initialState(readKept(host.kept)));
const { dispatch } = store;

function showView(view: ViewState): void {
  dispatch({ kind: "view", view });
}

store.watch((state) => draw(state));
let keptBefore = store.get().kept;
store.watch(({ kept }) => {
  if (kept !== keptBefore) host.keep(kept);
  keptBefore = kept;
});

let controller: Controller | undefined;
function draw(state: ReturnType<typeof store.get>): void {
  if (root !== null && controller !== undefined) render(<App state={state} dispatch={dispatch} controller={controller} />, root);
}

function start(place: HTMLElement): void {
  const gpu = new LateGpu(
    (report) => dispatch({ kind: "gpu", report }),
    () => dispatch({ kind: "restored" }),
  );
  const workerUrl = place.dataset["worker"] ?? "";
  controller = new Controller({ store, host, gpu, worker: new WorkerClient(workerUrl), mapWorker: new WorkerClient(workerUrl) });
  draw(store.get());
  const repaint = (): void => dispatch({ kind: "palette", palette: readPalette(place) });
  repaint();
  // VS Code tells a webview of a new theme by the classes of the body and the variables of the root.
  const themes = new MutationObserver(repaint);
  themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  host.request("view/ready", null).then(showView, (error: unknown) => dispatch({ kind: "problem", message: String(error) }));
  // Something useful is painted before the GPU is asked for, and before tfjs is read: both take a while.
  afterPaint(() => gpu.start().catch((error: unknown) => dispatch({ kind: "problem", message: sentence(error) })));
}

/** A frame's callbacks run before it is drawn, so those of the next one run after. */
const afterPaint = (work: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(work, 0)));

start(root);
