/**
 * What an embedding layer is, on a table small enough to read: ids pick rows; a one-hot row times the table picks the very same row.
 * Begins with the notebook's table (9 × 3, seed 123) and its ids 5 3 7 2.
 */
import { useEffect, useState } from "preact/hooks";
import { printTensor } from "../../../core/torch/printTensor.ts";
import { IconButton } from "../../shared/elements.tsx";
import { NumberField } from "../../shared/NumberField.tsx";
import { tint } from "../../shared/TokenChip.tsx";
import type { Controller } from "../controller.ts";
import { playgroundLimits } from "../kept.ts";
import { formatFull, formatShape, formatValue } from "../numbers.ts";
import { Notice } from "../Section.tsx";
import type { InspectorState, PlaygroundState } from "../state.ts";
import type { Dispatch } from "../store.ts";

/** How long one id is shown while playing. */
const stepMs = 1400;

interface Props {
  readonly state: InspectorState;
  readonly dispatch: Dispatch;
  readonly controller: Controller;
}

export function PlaygroundBody({ state, dispatch, controller }: Props) {
  const { playground, kept } = state;
  const options = kept.playground;
  const change = (part: Partial<typeof options>): void => dispatch({ kind: "keep", change: { playground: { ...options, ...part } } });
  return (
    <>
      <div class="fields">
        <NumberField
          name="vocab_size"
          digits={2}
          min={1}
          max={playgroundLimits.vocabSize}
          value={options.vocabSize}
          onChange={(vocabSize) => change({ vocabSize })}
        />
        <NumberField
          name="embedding_dim"
          digits={2}
          min={1}
          max={playgroundLimits.embeddingDim}
          value={options.embeddingDim}
          onChange={(embeddingDim) => change({ embeddingDim })}
        />
        <NumberField
          name="seed"
          digits={5}
          min={0}
          max={Number.MAX_SAFE_INTEGER}
          value={options.seed}
          onChange={(seed) => change({ seed })}
        />
        <label class="ids-field">
          <span class="mono small dim">ids</span>
          <input
            class="field"
            type="text"
            spellcheck={false}
            value={options.ids}
            onInput={(event) => change({ ids: event.currentTarget.value })}
          />
        </label>
      </div>
      {playground.kind === "failed" ? <Notice caution>{playground.message}</Notice> : null}
      {playground.kind === "ready" ? <Explanation playground={playground} controller={controller} seed={options.seed} /> : null}
    </>
  );
}

type Ready = Extract<PlaygroundState, { kind: "ready" }>;

function Explanation({
  playground,
  controller,
  seed,
}: {
  readonly playground: Ready;
  readonly controller: Controller;
  readonly seed: number;
}) {
  const { table, ids, proof } = playground;
  const { numEmbeddings, embeddingDim, weight } = table;
  const [step, setStep] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const current = Math.min(step, ids.length - 1);
  const currentId = ids[current] ?? 0;
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(() => setStep((before) => (before + 1) % ids.length), stepMs);
    return () => clearInterval(timer);
  }, [isPlaying, ids.length]);
  const show = (next: number): void => {
    setPlaying(false);
    setStep((next + ids.length) % ids.length);
  };
  const row = (values: Float32Array, at: number): Float32Array => values.subarray(at * embeddingDim, (at + 1) * embeddingDim);
  const cells = (values: Float32Array) =>
    Array.from(values, (value, i) => (
      <td key={i} class="number mono" title={formatFull(value)}>
        {formatValue(value)}
      </td>
    ));
  const printed = `Parameter containing:\n${printTensor({ shape: [numEmbeddings, embeddingDim], dtype: "float32", values: weight }, ["requires_grad=True"])}`;
  const printedRows = printTensor({ shape: [ids.length, embeddingDim], dtype: "float32", values: proof.rows }, [
    "grad_fn=<EmbeddingBackward0>",
  ]);

  return (
    <div class="playground-body">
      <p class="say">
        An embedding layer is a table of numbers, one row per id. Looking up ids <span class="mono">[{Array.from(ids).join(", ")}]</span>{" "}
        just picks their rows:
      </p>
      <div class="pair">
        <figure>
          <figcaption>
            table <span class="number dim">{formatShape([numEmbeddings, embeddingDim])}</span>
            <IconButton icon="copy" label="Copy the table as PyTorch prints it" onClick={() => controller.copy(printed)} />
          </figcaption>
          <table class="little table">
            <tbody>
              {Array.from({ length: numEmbeddings }, (_, id) => {
                const at = ids.indexOf(id);
                const classes = at === -1 ? "" : `picked ${tint(at)}${id === currentId ? " current" : ""}`;
                return (
                  <tr key={id} class={classes} data-row={id} onPointerEnter={at === -1 ? undefined : () => show(at)}>
                    <th scope="row" class="number mono dim">
                      {id}
                    </th>
                    {cells(row(weight, id))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </figure>
        <figure>
          <figcaption>
            rows of the ids <span class="number dim">{formatShape([ids.length, embeddingDim])}</span>
            <IconButton icon="copy" label="Copy the rows as PyTorch prints them" onClick={() => controller.copy(printedRows)} />
          </figcaption>
          <table class="little rows">
            <tbody>
              {Array.from(ids, (id, i) => (
                <tr key={i} class={`picked ${tint(ids.indexOf(id))}${i === current ? " current" : ""}`} onPointerEnter={() => show(i)}>
                  <th scope="row" class="number mono">
                    {id}
                  </th>
                  {cells(row(proof.rows, i))}
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
      </div>
      <p class="say">
        It is also a matrix product. Write each id as a row of zeros with one 1 (<em>one-hot</em>) and multiply by the table: every 0 drops
        a row, the 1 keeps one.
      </p>
      <div class="pair">
        <figure>
          <figcaption>
            one-hot <span class="number dim">{formatShape([ids.length, numEmbeddings])}</span>
            <span class="player">
              <IconButton icon="chevron-left" label="Id before" onClick={() => show(current - 1)} />
              <IconButton
                icon={isPlaying ? "debug-pause" : "play"}
                label={isPlaying ? "Pause" : "Play: one id after the other"}
                onClick={() => setPlaying(!isPlaying)}
              />
              <IconButton icon="chevron-right" label="Next id" onClick={() => show(current + 1)} />
            </span>
          </figcaption>
          <table class="little one-hot">
            <tbody>
              {Array.from(ids, (id, i) => (
                <tr key={i} class={i === current ? "current" : ""} onPointerEnter={() => show(i)}>
                  <th scope="row" class="number mono dim">
                    {id}
                  </th>
                  {Array.from({ length: numEmbeddings }, (_, column) => (
                    <td key={column} class={`mono ${column === id ? `hot ${tint(ids.indexOf(id))}` : "zero"}`}>
                      {column === id ? 1 : 0}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
        <figure>
          <figcaption>
            × table = <span class="number dim">{formatShape([ids.length, embeddingDim])}</span>
          </figcaption>
          <table class="little product">
            <tbody>
              {Array.from(ids, (id, i) => (
                <tr key={i} class={`picked ${tint(ids.indexOf(id))}${i === current ? " current" : ""}`} onPointerEnter={() => show(i)}>
                  <th scope="row" class="number mono dim">
                    {id}
                  </th>
                  {cells(row(proof.product, i))}
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
      </div>
      <p class="say" aria-live="polite">
        {productSentence(currentId, numEmbeddings)} Largest difference between look-up and product:{" "}
        <strong class="number mono difference">{proof.largestDifference}</strong>
      </p>
      <details>
        <summary>As PyTorch prints it</summary>
        <pre class="mono" tabIndex={0}>
          <span class="dim">{`>>> torch.manual_seed(${seed})\n>>> embedding_layer = torch.nn.Embedding(${numEmbeddings}, ${embeddingDim})\n>>> print(embedding_layer.weight)\n`}</span>
          {`${printed}\n`}
          <span class="dim">{`>>> print(embedding_layer(torch.tensor([${Array.from(ids).join(", ")}])))\n`}</span>
          {`${printedRows}\n`}
        </pre>
      </details>
    </div>
  );
}

/** "0·row₀ + … + 1·row₅ + … = row₅". */
function productSentence(id: number, numEmbeddings: number): string {
  const others = numEmbeddings - 1;
  return `For id ${id}: 1 × row ${id} + 0 × the other ${others} = row ${id}.`;
}
