/** The embedding inspector's page. */
import "../shared/theme.css";
import "./inspector.css";
import { render } from "preact";
import type { InspectorHostMethods } from "../../protocol/embeddingInspector.ts";
import { sentence } from "../shared/state/query.ts";
import { openView, pageRoot, problem, startView } from "../shared/state/view.ts";
import { App } from "./App.tsx";
import { queriesOf } from "./folding.ts";
import { LateGpu } from "./gpu/lateGpu.ts";
import { generation, gpuReport, type InspectorView, palette } from "./inspectorView.ts";
import { readPalette } from "./parts/palette.ts";
import { sections } from "./sections.ts";
import { SinusoidalTables } from "./tables/sinusoidalTables.ts";
import { tablesQuery } from "./tables/tables.ts";
import { WorkerClient } from "./worker/workerClient.ts";

const root = pageRoot();
const opened = openView<InspectorHostMethods>();
const { store } = opened;
const gpu = new LateGpu(
  (report) => store.set(gpuReport, report),
  () => store.update(generation, (count) => count + 1),
);
const workerUrl = root.dataset["worker"] ?? "";
const view: InspectorView = {
  ...opened,
  gpu,
  worker: new WorkerClient(workerUrl),
  mapWorker: new WorkerClient(workerUrl),
  trainingWorkerUrl: root.dataset["trainingWorker"] ?? "",
  sinusoidal: new SinusoidalTables(),
};
const queries = [tablesQuery(view), ...sections.flatMap((section) => queriesOf(view, section))];
startView(view, queries, () => render(<App view={view} />, root));

// VS Code tells a webview of a new theme by the classes of the body and the variables of the root.
const readColours = (): void => store.set(palette, readPalette(root));
readColours();
const themes = new MutationObserver(readColours);
themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
themes.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });

/** A frame's callbacks run before it is drawn, so those of the next one run after. */
const afterPaint = (work: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(work, 0)));

// Something useful is painted before the GPU is asked for, and before tfjs is read: both take a while.
afterPaint(() => gpu.start().catch((error: unknown) => store.set(problem, sentence(error))));
