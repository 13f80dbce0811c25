/** The top row: what computes, how long the last computation took, and which weights are shown, with their options. */
import { limits } from "../../protocol/lens.ts";
import type { ViewState } from "../../protocol/views.ts";
import { Choice, IconButton, Link } from "../shared/elements.tsx";
import { NumberField } from "../shared/NumberField.tsx";
import { formatCount } from "../shared/numbers.ts";
import type { Controller } from "./controller.ts";
import { formatMemory, formatMs } from "./numbers.ts";
import { Notice, Progress } from "./Section.tsx";
import type { InspectorState } from "./state.ts";
import type { Dispatch } from "./store.ts";
import { contextLengthOf } from "./gpu/tablePlan.ts";

interface Props {
  readonly state: InspectorState;
  readonly dispatch: Dispatch;
  readonly controller: Controller;
}

export function Header(props: Props) {
  const { state, dispatch, controller } = props;
  const { view, tables, problem, gpu } = state;
  return (
    <header>
      <div class="top-row">
        <Badge state={state} />
        <button
          type="button"
          class="link weights-button"
          aria-expanded={state.optionsOpen}
          aria-controls="options"
          onClick={() => dispatch({ kind: "toggleOptions" })}
        >
          {weightsLabel(view)}
          <span class={`codicon codicon-chevron-${state.optionsOpen ? "up" : "down"}`} aria-hidden="true" />
        </button>
      </div>
      {state.optionsOpen && view !== undefined ? <Options {...props} view={view} /> : null}
      {gpu?.reason === undefined ? null : <Notice caution>{gpu.reason}</Notice>}
      {view?.weights.kind === "loading" && view.lens.embedding.weights === "file" ? (
        <Progress
          label={`Reading ${view.weights.name}`}
          done={view.weights.done}
          cancelLabel="Use seeded weights"
          onCancel={() => controller.runCommand("tokenscope.useSeededWeights")}
        />
      ) : null}
      {view?.weights.kind === "unavailable" ? (
        <Notice caution>
          {view.weights.message} Seeded weights stand in for {view.weights.name}.
        </Notice>
      ) : null}
      {view?.weights.kind === "file" && view.weights.note !== null ? <Notice>{view.weights.note}</Notice> : null}
      {problem === undefined ? null : (
        <Notice caution>
          {problem} <Link onClick={() => dispatch({ kind: "problem", message: undefined })}>Dismiss</Link>
        </Notice>
      )}
      {tables.kind === "loading" ? <Progress label={tables.label} done={tables.done} onCancel={() => controller.cancelTables()} /> : null}
      {tables.kind === "failed" ? (
        <Notice caution>
          {tables.message} <Link onClick={() => controller.retryTables()}>Try again</Link>
        </Notice>
      ) : null}
      {tables.kind === "cancelled" ? (
        <Notice icon="circle-slash">
          The weights were not made. <Link onClick={() => controller.retryTables()}>Make them</Link>
        </Notice>
      ) : null}
    </header>
  );
}

function weightsLabel(view: ViewState | undefined): string {
  if (view === undefined) return "weights";
  const { embedding } = view.lens;
  const isNamed = view.weights.kind === "file" || view.weights.kind === "loading";
  return embedding.weights === "file" && isNamed ? view.weights.name : `weights: seed ${embedding.seed}`;
}

/** "● webgl 2 · 12 ms": the backend really in use; its memory and the driver's name on hover. */
function Badge({ state }: { readonly state: InspectorState }) {
  const { gpu, computeMs } = state;
  if (gpu === undefined) return <span class="badge">starting…</span>;
  const name = gpu.backend === "webgl" ? `webgl ${gpu.version ?? ""}` : "cpu";
  const memory = `${gpu.tensors} ${gpu.tensors === 1 ? "tensor" : "tensors"} · ${formatMemory(gpu.bytes)}`;
  const title = [
    gpu.backend === "webgl"
      ? `Computed by tfjs on WebGL ${gpu.version ?? ""}${gpu.software ? ", drawn by software on the processor" : ""}`
      : "Computed by tfjs on the processor",
    gpu.renderer,
    memory,
    gpu.restored === 0 ? undefined : `the driver's context was lost and replaced ${gpu.restored} times`,
  ];
  return (
    <span
      class={`badge ${gpu.backend}`}
      title={title.filter((line) => line !== undefined).join("\n")}
      data-backend={gpu.backend}
      data-tensors={gpu.tensors}
      data-bytes={gpu.bytes}
      data-uploads={gpu.uploads}
      data-restored={gpu.restored}
    >
      <span class="light" aria-hidden="true" />
      <span class="number">
        {name}
        {gpu.software ? " (software)" : ""}
        {computeMs === undefined ? "" : ` · ${formatMs(computeMs)}`}
      </span>
      <span class="number memory">{memory}</span>
    </span>
  );
}

function Options({ view, controller }: Props & { readonly view: ViewState }) {
  const { embedding } = view.lens;
  const change = (part: Partial<ViewState["lens"]["embedding"]>): void => controller.changeLens({ embedding: part });
  const fromFile = embedding.weights === "file" && view.weights.kind === "file";
  const encodingSize = view.text.kind === "ready" ? view.text.vocabSize : undefined;
  return (
    <div id="options" class="options">
      {fromFile ? <FileFacts view={view} /> : null}
      {fromFile ? null : (
        <div class="fields">
          <NumberField
            name="seed"
            title="torch.manual_seed(seed)"
            digits={6}
            min={0}
            max={Number.MAX_SAFE_INTEGER}
            value={embedding.seed}
            onChange={(seed) => change({ seed })}
          />
          <NumberField
            name="embedding_dim"
            title="Values per row"
            min={1}
            max={limits.embeddingDim}
            value={embedding.embeddingDim}
            onChange={(embeddingDim) => change({ embeddingDim })}
          />
          <span class="with-auto">
            <NumberField
              name="vocab_size"
              title="Rows of the token table"
              digits={6}
              min={1}
              max={limits.vocabSize}
              value={embedding.vocabSize ?? encodingSize ?? 50257}
              onChange={(vocabSize) => change({ vocabSize })}
            />
            {embedding.vocabSize === null ? (
              <span class="dim small">as {view.lens.encoding}</span>
            ) : (
              <IconButton icon="discard" label={`As many as ${view.lens.encoding} has`} onClick={() => change({ vocabSize: null })} />
            )}
          </span>
          <span class="with-auto">
            <NumberField
              name="context_length"
              title="Rows of the positional table"
              min={1}
              max={limits.contextLength}
              value={contextLengthOf(view)}
              onChange={(contextLength) => change({ contextLength })}
            />
            {embedding.contextLength === null ? (
              <span class="dim small">as max_length</span>
            ) : (
              <IconButton icon="discard" label="As long as a window" onClick={() => change({ contextLength: null })} />
            )}
          </span>
        </div>
      )}
      <div class="line">
        <span class="dim small">positions</span>
        <Choice
          label="Positions"
          value={embedding.positions}
          options={[
            { value: "learned", label: "learned", title: "Rows of the positional table, as GPT-2 learns them" },
            { value: "sinusoidal", label: "sinusoidal", title: "Fixed sines and cosines, as in Attention Is All You Need" },
          ]}
          onChange={(positions) => change({ positions })}
        />
      </div>
      <div class="line">
        <Link onClick={() => controller.runCommand("tokenscope.loadEmbeddingWeights")}>
          <span class="codicon codicon-folder-opened" aria-hidden="true" /> Load weights…
        </Link>
        {fromFile ? (
          <Link onClick={() => controller.runCommand("tokenscope.useSeededWeights")}>Use seeded weights</Link>
        ) : view.weights.kind === "file" ? (
          <Link onClick={() => change({ weights: "file" })}>Use {view.weights.name}</Link>
        ) : null}
      </div>
    </div>
  );
}

function FileFacts({ view }: { readonly view: ViewState }) {
  if (view.weights.kind !== "file") return null;
  const tables = [view.weights.token, ...(view.weights.positional === null ? [] : [view.weights.positional])];
  return (
    <dl class="facts">
      {tables.map(({ tensor, rows, columns, dtype }) => (
        <div key={tensor}>
          <dt class="mono">{tensor}</dt>
          <dd class="number">
            [{formatCount(rows)}, {formatCount(columns)}] {dtype}
          </dd>
        </div>
      ))}
    </dl>
  );
}
