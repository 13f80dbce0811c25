/** Which tokens are nearest to a token, or to a − b + c, over the whole vocabulary; each one clicked becomes the next question. */
import "./neighbours.css";
import { hostState } from "../../shared/state/hostState.ts";
import { Checkbox, Choice, Link } from "../../shared/elements/elements.tsx";
import { rich, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { InspectorProps } from "../inspectorView.ts";
import { formatMemory, formatMs } from "../parts/numbers.ts";
import { Notice } from "../parts/states.tsx";
import { tables } from "../tables/tables.ts";
import { NeighbourList } from "./NeighbourList.tsx";
import { neighboursOf, neighboursOptions, statisticsOf } from "./neighbours.ts";
import { sumOf } from "./sum.ts";
import { SumEditor } from "./SumEditor.tsx";
import { UnusualRows, UnusualToken } from "./unusualRows.tsx";

export function NeighboursPart({ view }: InspectorProps) {
  const { store } = view;
  const made = store.get(tables);
  if (made.kind !== "ready") return <Notice icon="watch">{t("Neighbours appear as soon as the weights are there.")}</Notice>;
  const options = store.get(neighboursOptions);
  const sum = sumOf(view);
  const single = sum.length === 1 ? sum[0] : undefined;
  const found = neighboursOf(view);
  const unusual = statisticsOf(view)?.unusual ?? [];
  const isFromFile = store.get(hostState).shown?.weights.kind === "file";
  return (
    <>
      <SumEditor view={view} sum={sum} />
      <div class="line spread">
        <Choice
          label={t("Measure")}
          value={options.metric}
          options={[
            { value: "cosine", label: t("cosine"), title: t("The angle between two rows: 1 is the same direction, 0 none in common") },
            {
              value: "dot",
              label: t("dot"),
              title: t("The sum of products: direction and length together, as attention and the output layer use it"),
            },
            { value: "euclidean", label: t("distance"), title: t("The straight line between the two points: 0 is the same place") },
          ]}
          onChange={(metric) => store.set(neighboursOptions, { ...options, metric })}
        />
        <Checkbox
          label={sum.length > 1 ? t("inputs too") : t("itself too")}
          title={t("Whether the tokens asked with may be among the answers")}
          checked={options.withInputs}
          onChange={(withInputs) => store.set(neighboursOptions, { ...options, withInputs })}
        />
      </div>
      {single === undefined ? null : <UnusualToken unusual={unusual} id={single.id} />}
      {found.kind === "failed" ? <Notice caution>{found.message}</Notice> : null}
      {found.kind === "waiting" && sum.length > 0 ? <Notice icon="watch">{t("Comparing with every row…")}</Notice> : null}
      {found.kind === "ready" ? (
        <>
          <NeighbourList view={view} rows={found.rows} metric={found.metric} unusual={unusual} />
          <p class="dim small">
            {found.bytesRead === 0
              ? rich("All {0} rows compared in {1}.", [formatCount(made.token.numEmbeddings), formatMs(found.ms)])
              : rich("All {0} rows compared in {1}, {2} read back.", [
                  formatCount(made.token.numEmbeddings),
                  formatMs(found.ms),
                  formatMemory(found.bytesRead),
                ])}{" "}
            {made.source === "trained" ? t("They are the tokens of this text: others have learnt nothing.") : ""}
            {made.source === "seeded" ? t("Seeded weights are random, as before training: nearness means nothing yet.") : ""}{" "}
            {made.source === "seeded" && !isFromFile ? (
              <Link onClick={() => view.runCommand("tokenscope.loadEmbeddingWeights")}>{t("Load trained weights…")}</Link>
            ) : null}
          </p>
        </>
      ) : null}
      {unusual.length === 0 ? null : <UnusualRows view={view} unusual={unusual} />}
    </>
  );
}
