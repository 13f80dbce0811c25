/** The two tables the inspector looks rows up in: drawn from a seed, or fetched from a checkpoint. */
import { hostState } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { delay, type Query, query, sentence } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import type { InspectorView } from "../inspectorView.ts";
import { makeTables, type ReadyTables } from "./makeTables.ts";
import { type FilePlan, planTables, type SeededPlan } from "./tablePlan.ts";

export type { ReadyTables, TrainedRows } from "./makeTables.ts";

export type TablesState =
  | { readonly kind: "none" }
  /** done is 0 … 1. */
  | { readonly kind: "loading"; readonly label: string; readonly done: number; readonly cancel: () => void }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string }
  | ReadyTables;

/** Whether a run of training has the tables: then none are made from a seed or a file. */
export const isTrained = slice("isTrained", false);

export const tables = slice<TablesState>("tables", { kind: "none" });
/** How often the user asked for the tables again. */
const attempt = slice("tablesAttempt", 0);

/** After a change of the options, before new tables are drawn: typing 768 asks for 7, 76 and 768. */
const settleMs = 350;

export function retryTables({ store }: InspectorView): void {
  store.set(tables, { kind: "none" });
  store.update(attempt, (count) => count + 1);
}

export function tablesQuery(view: InspectorView): Query {
  const { store } = view;
  return query<ReadyTables>(() => {
    if (store.get(isTrained)) return undefined;
    const { shown } = store.get(hostState);
    const plan = shown === undefined ? undefined : planTables(shown);
    if (plan === undefined || plan.kind === "none") return "unchanged";
    const cancelled = new AbortController();
    return {
      key: `${plan.key} ${store.get(attempt)}`,
      run: async (signal) => {
        if (plan.kind === "tooLarge") throw new RangeError(plan.message);
        return load(view, plan, AbortSignal.any([signal, cancelled.signal]), () => cancelled.abort());
      },
      done: (made) => store.set(tables, made),
      failed: (error) => store.set(tables, cancelled.signal.aborted ? { kind: "cancelled" } : { kind: "failed", message: sentence(error) }),
    };
  });
}

async function load(
  { store, gpu, worker }: InspectorView,
  plan: SeededPlan | FilePlan,
  signal: AbortSignal,
  cancel: () => void,
): Promise<ReadyTables> {
  const label =
    plan.kind === "seeded"
      ? t("Drawing [{0}, {1}]", plan.vocabSize, plan.embeddingDim)
      : t("Reading {0}: [{1}, {2}]", plan.name, plan.token.rows, plan.token.columns);
  const report = (done: number): void => {
    if (!signal.aborted) store.set(tables, { kind: "loading", label, done, cancel });
  };
  if (store.get(tables).kind !== "none") await delay(settleMs, signal);
  report(0);
  await gpu.keepOnly([]); // the old tables go before the new ones come
  return makeTables(plan, worker, report, signal);
}
