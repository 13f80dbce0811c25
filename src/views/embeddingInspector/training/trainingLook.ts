/** What is seen of a run in each frame: its tables for the other sections, the selected token's row and neighbours, the selected window's predictions. */
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { hostState, documentKey } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import { chooseWindow } from "../inputRows/windowChoice.ts";
import type { InspectorView } from "../inspectorView.ts";
import { sumOf } from "../neighbours/sum.ts";
import { sortedIndex } from "../tables/tableRows.ts";
import { type ReadyTables, tables } from "../tables/tables.ts";
import { nameTokens } from "../tokens/names.ts";
import { endRun, type ReadyRun, readyRun, runState, update } from "./training.ts";
import { trainingChoices } from "./trainingChoices.ts";
import type { CompareBy, Look, TrainedTables, TrainingProgress, WindowRows } from "./worker/trainingMessages.ts";

/** The row of an id in the run's tables; undefined: the text had no such token when the run began. */
export function runRow({ facts }: Pick<ReadyRun, "facts">, id: number): number | undefined {
  const row = sortedIndex(facts.distinctIds, id);
  return row < 0 ? undefined : row;
}

/** The selected window as the run's rows; undefined where the run's text has no such window. */
export function windowRows(view: InspectorView, state: ReadyRun): (WindowRows & { readonly index: number }) | undefined {
  const { shown } = view.store.get(hostState);
  const choice = shown === undefined ? undefined : chooseWindow(shown);
  const { maxLength, stride } = state.run.options.lesson;
  if (choice?.kind !== "window" || choice.index >= state.facts.windowCount) return undefined;
  const from = choice.index * stride;
  const rows = state.run.ids.subarray(from, from + maxLength + 1).map((id) => runRow(state, id) ?? 0); // the run's own ids all have rows
  return rows.length === maxLength + 1 ? { index: choice.index, inputs: rows.slice(0, -1), targets: rows.slice(1) } : undefined;
}

/** The token whose row and neighbours are shown: the selected one. */
export const shownRow = (view: InspectorView, state: ReadyRun): number | undefined => {
  const [token] = sumOf(view);
  return token === undefined ? undefined : runRow(state, token.id);
};

/** The ids of all that a look names: those without a name yet are asked for once. */
function tokensOf({ token, window: seen }: Look, window: WindowRows | undefined, { facts }: ReadyRun): readonly number[] {
  const predicted = [...(seen?.before ?? []), ...(seen?.now ?? [])].flatMap(({ likely }) => likely.map(({ row }) => row));
  const rows = [...(token?.neighbours.map(({ row }) => row) ?? []), ...predicted, ...(window?.inputs ?? []), ...(window?.targets ?? [])];
  return [...new Set(rows)].map((row) => facts.distinctIds[row] ?? 0); // rows of the run
}

/** Whether the window's predictions are unfolded: only then are they computed. */
export const isLessonOpen = slice("trainingLessonOpen", false);

export const lookQuery = (view: InspectorView): Query =>
  query(() => {
    const state = readyRun(view);
    if (state?.progress === undefined) return undefined;
    const { run, progress } = state;
    const row = shownRow(view, state);
    const window = view.store.get(isLessonOpen) ? windowRows(view, state) : undefined;
    const { compareBy } = view.store.get(trainingChoices);
    const withTables = areTablesDue(view, run.number, progress, compareBy);
    return {
      key: JSON.stringify([run.number, progress.step, row, window?.index, compareBy, withTables]),
      inTurn: `run ${run.number}`,
      run: () => run.client.look({ tables: withTables, row, compareBy, window }),
      done: (look) => {
        const { step, token, window: seen } = look;
        update(view, run.number, (now) => ({ ...now, look: { step, token, window: seen } }));
        view.attempt(nameTokens(view, tokensOf(look, window, state)));
        if (look.tables !== undefined && readyRun(view)?.run.number === run.number) {
          showTables(view, state, look.step, look.tables, compareBy);
        }
      },
      failed: (error) => {
        if (readyRun(view)?.run.number !== run.number) return;
        endRun(view);
        view.store.set(runState, { kind: "failed", message: sentence(error) });
      },
    };
  });

/** Another document, or another encoding of this one: the run's rows are not those of its tokens. */
export function documentQuery(view: InspectorView): Query {
  const itself: Query = {
    update() {
      const state = readyRun(view);
      const { shown } = view.store.get(hostState);
      if (state === undefined || shown === undefined || shown.text.kind === "tokenizing") return;
      if (documentKey(shown) === state.run.document) return;
      endRun(
        view,
        t("The training on {0} has ended: the text in view is another, or its tokens are another encoding's.", state.run.textName),
      );
    },
    onlyWhile: () => itself,
  };
  return itself;
}

/** The tables shown last, and how long the other sections took over them. */
const tablesShown = slice<
  | {
      readonly run: number;
      readonly step: number;
      readonly compareBy: CompareBy;
      readonly at: number;
      readonly busyMs: number;
    }
  | undefined
>("trainedTablesShown", undefined);

/** A frame; and the share of the time that the other sections may take of the machine that trains. */
const frameMs = 33;
const restForBusy = 3;

/** Whether the other sections get the tables of this step: as often as they keep up, and always when the run stands still. */
function areTablesDue({ store }: InspectorView, run: number, { step, mode }: TrainingProgress, compareBy: CompareBy): boolean {
  const last = store.get(tablesShown);
  if (last?.run !== run || last.compareBy !== compareBy) return true;
  if (last.step === step) return false;
  return mode === "paused" || performance.now() - last.at >= Math.max(frameMs, restForBusy * last.busyMs);
}

function showTables(
  { store, gpu, attempt }: InspectorView,
  { run, facts }: ReadyRun,
  step: number,
  made: TrainedTables,
  compareBy: CompareBy,
): void {
  const { embeddingDim, contextLength } = run.options;
  const rows = facts.distinctIds.length;
  const token: Embedding = { numEmbeddings: rows, embeddingDim, weight: made.token };
  const positional: Embedding = { numEmbeddings: contextLength, embeddingDim, weight: made.position };
  const trained: ReadyTables = {
    kind: "ready",
    key: `trained ${run.number} ${step} ${compareBy}`,
    source: "trained",
    token,
    positional,
    trained: { ids: facts.distinctIds, compared: comparedTable(token, made.next, compareBy), run: run.number, step },
  };
  const at = performance.now();
  const shown = { run: run.number, step, compareBy, at };
  const busyBefore = store.get(tablesShown)?.busyMs ?? 0;
  store.set(tablesShown, { ...shown, busyMs: busyBefore });
  store.set(tables, trained);
  const free = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 0)); // the sections ask for their work first
    await gpu.keepOnly([trained.token, positional]); // after that work; the last step's tables go
    store.update(tablesShown, (now) => (now?.at === at ? { ...shown, busyMs: performance.now() - at } : now));
  };
  attempt(free());
}

/** The rows that tokens are compared by. Side by side each half is at unit length, so that both count alike. */
export function comparedTable(token: Embedding, next: Float32Array, compareBy: CompareBy): Embedding {
  const { numEmbeddings, embeddingDim } = token;
  if (compareBy === "token") return token;
  if (compareBy === "output") return { numEmbeddings, embeddingDim, weight: next };
  const weight = new Float32Array(2 * numEmbeddings * embeddingDim);
  putUnitRows(weight, 0, token.weight, embeddingDim);
  putUnitRows(weight, embeddingDim, next, embeddingDim);
  return { numEmbeddings, embeddingDim: 2 * embeddingDim, weight };
}

/** Each row of a table at unit length, into one half of the rows of `into`. Runs for each picture of a run: plain loops take a third of the time. */
function putUnitRows(into: Float32Array, offset: number, table: Float32Array, embeddingDim: number): void {
  for (let from = 0, to = offset; from < table.length; from += embeddingDim, to += 2 * embeddingDim) {
    let square = 0;
    for (let i = from; i < from + embeddingDim; i += 1) square += table[i]! * table[i]!; // inside the table
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let i = 0; i < embeddingDim; i += 1) into[to + i] = table[from + i]! * scale; // inside the table
  }
}
