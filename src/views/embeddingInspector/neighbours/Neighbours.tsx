/** Which tokens lie nearest to a token, or to a − b + c, over the whole vocabulary; each one clicked becomes the next question. */
import { useState } from "preact/hooks";
import type { Metric } from "../../../core/embeddings/similarity.ts";
import type { UnusualReason, UnusualRow } from "../../../core/embeddings/unusualRows.ts";
import { Checkbox, Choice, IconButton, Link } from "../../shared/elements.tsx";
import { counted, formatCount } from "../../shared/numbers.ts";
import type { Controller } from "../controller.ts";
import { formatMemory, formatMs, formatValue } from "../numbers.ts";
import { Notice } from "../Section.tsx";
import type { InspectorState, NeighbourRow, SignedToken } from "../state.ts";
import type { Dispatch } from "../store.ts";
import { TokenName } from "../TokenName.tsx";
import { TokenSearch } from "./TokenSearch.tsx";

interface Props {
  readonly state: InspectorState;
  readonly dispatch: Dispatch;
  readonly controller: Controller;
}

const metrics: readonly { readonly value: Metric; readonly label: string; readonly title: string }[] = [
  { value: "cosine", label: "cosine", title: "The angle between two rows: 1 is the same direction, 0 none in common" },
  { value: "dot", label: "dot", title: "The sum of products: direction and length together, as attention and the output layer use it" },
  { value: "euclidean", label: "distance", title: "The straight line between the two points: 0 is the same place" },
];

export function NeighboursBody(props: Props) {
  const { state, dispatch, controller } = props;
  const { tables, terms, neighbours, kept, view } = state;
  if (tables.kind !== "ready") return <Notice icon="watch">Neighbours appear as soon as the weights are there.</Notice>;
  const single = terms.length === 1 ? terms[0] : undefined;
  return (
    <>
      <Expression {...props} />
      <div class="line spread">
        <Choice
          label="Measure"
          value={kept.metric}
          options={metrics}
          onChange={(metric) => dispatch({ kind: "keep", change: { metric } })}
        />
        <Checkbox
          label={terms.length > 1 ? "inputs too" : "itself too"}
          title="Whether the tokens asked with may be among the answers"
          checked={kept.withInputs}
          onChange={(withInputs) => dispatch({ kind: "keep", change: { withInputs } })}
        />
      </div>
      {single === undefined ? null : <Flags unusual={state.facts?.unusual ?? []} id={single.id} />}
      {neighbours.kind === "failed" ? <Notice caution>{neighbours.message}</Notice> : null}
      {neighbours.kind === "waiting" && terms.length > 0 ? <Notice icon="watch">Comparing with every row…</Notice> : null}
      {neighbours.kind === "ready" ? (
        <>
          <NeighbourList rows={neighbours.rows} metric={neighbours.metric} unusual={state.facts?.unusual ?? []} controller={controller} />
          <p class="dim small">
            All {formatCount(tables.token.numEmbeddings)} rows compared in {formatMs(neighbours.ms)}
            {neighbours.bytesRead === 0 ? "" : `, ${formatMemory(neighbours.bytesRead)} read back`}.
            {tables.source === "seeded" ? " Seeded weights are random, as before training: nearness means nothing yet." : ""}{" "}
            {tables.source === "seeded" && view?.weights.kind !== "file" ? (
              <Link onClick={() => controller.runCommand("tokenscope.loadEmbeddingWeights")}>Load trained weights…</Link>
            ) : null}
          </p>
        </>
      ) : null}
      {state.facts === undefined || state.facts.unusual.length === 0 ? null : <UnusualRows {...props} unusual={state.facts.unusual} />}
    </>
  );
}

/** ·king − ·man + ·woman, each term with its sign and a way to take it out. */
function Expression({ state, dispatch, controller }: Props) {
  const { terms } = state;
  const [adding, setAdding] = useState<1 | -1 | 0>(0);
  return (
    <div class="expression">
      <div class="line terms">
        {terms.map((term, i) => (
          <span key={i} class="term-chip">
            {i === 0 && term.factor === 1 ? null : (
              <button
                type="button"
                class="sign-button mono"
                title="Change the sign"
                onClick={() => dispatch({ kind: "terms", terms: terms.map((other, j) => (j === i ? negate(other) : other)) })}
              >
                {term.factor === 1 ? "+" : "−"}
              </button>
            )}
            <TokenName token={term} /> <span class="number small dim">{term.id}</span>
            {terms.length > 1 ? (
              <IconButton
                icon="close"
                label="Take out"
                onClick={() => dispatch({ kind: "terms", terms: terms.filter((_, j) => j !== i) })}
              />
            ) : null}
          </span>
        ))}
        <span class="player">
          <IconButton icon="search" label="Ask for another token" pressed={adding === 0} onClick={() => setAdding(0)} />
          <IconButton icon="remove" label="Subtract a token" pressed={adding === -1} onClick={() => setAdding(-1)} />
          <IconButton icon="add" label="Add a token" pressed={adding === 1} onClick={() => setAdding(1)} />
        </span>
      </div>
      <TokenSearch
        label={adding === 0 ? "Any token, by text or id" : adding === 1 ? "+ token, by text or id" : "− token, by text or id"}
        controller={controller}
        onChoose={(token) => {
          if (adding === 0) controller.showToken(token);
          else dispatch({ kind: "terms", terms: [...terms, { ...token, factor: adding }] });
        }}
      />
    </div>
  );
}

const negate = (term: SignedToken): SignedToken => ({ ...term, factor: term.factor === 1 ? -1 : 1 });

function NeighbourList(props: {
  readonly rows: readonly NeighbourRow[];
  readonly metric: Metric;
  readonly unusual: readonly UnusualRow[];
  readonly controller: Controller;
}) {
  const { rows, metric, unusual, controller } = props;
  const largest = Math.max(...rows.map(({ score }) => Math.abs(score)), 1e-30);
  const full = metric === "cosine" ? 1 : largest;
  return (
    <ol class="neighbour-list" aria-label="Nearest tokens">
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            title={row.known ? `Show the neighbours of token ${row.id}` : `Row ${row.id} belongs to no token: it pads the table`}
            disabled={!row.known}
            onClick={() => controller.showToken(row)}
          >
            <TokenName token={row} />
            <span class="number small dim">{row.id}</span>
            <FlagIcon unusual={unusual} id={row.id} />
            <span class="bar" aria-hidden="true">
              <span class={row.score < 0 ? "negative" : ""} style={{ width: `${(Math.abs(row.score) / full) * 100}%` }} />
            </span>
            <span class="number mono score">{formatValue(row.score)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

const reasons: Record<UnusualReason, string> = {
  short: "much shorter than most rows",
  long: "much longer than most rows",
  nearCentroid: "unusually near the middle of all rows, where tokens lie that training hardly touched (“glitch” tokens)",
  farFromCentroid: "unusually far from the middle of all rows",
  notFinite: "not a finite vector",
};

const reasonOf = ({ reason, value, deviation }: UnusualRow): string =>
  `${reasons[reason]} (${formatValue(value)}${deviation === Infinity ? "" : `, ${deviation.toFixed(1)} deviations from the median`})`;

function FlagIcon({ unusual, id }: { readonly unusual: readonly UnusualRow[]; readonly id: number }) {
  const flags = unusual.filter(({ index }) => index === id);
  if (flags.length === 0) return null;
  const title = `Unusual: ${flags.map(reasonOf).join("; ")}`;
  return <span class="codicon codicon-warning flag" role="img" title={title} aria-label={title} />;
}

function Flags({ unusual, id }: { readonly unusual: readonly UnusualRow[]; readonly id: number }) {
  const flags = unusual.filter(({ index }) => index === id);
  return flags.length === 0 ? null : <Notice caution>This row is {flags.map(reasonOf).join("; ")}.</Notice>;
}

const unusualShown = 40;

function UnusualRows({ state, controller, unusual }: Props & { readonly unusual: readonly UnusualRow[] }) {
  const shown = unusual.slice(0, unusualShown);
  const ids = [...new Set(shown.map(({ index }) => index))];
  return (
    <details onToggle={(event) => event.currentTarget.open && controller.nameTokens(ids)}>
      <summary>{counted(unusual.length, "unusual row")}</summary>
      <ul class="neighbour-list">
        {shown.map((row) => (
          <li key={`${row.index} ${row.reason}`}>
            <button
              type="button"
              title={reasonOf(row)}
              onClick={() => controller.showToken(state.names.get(row.index) ?? { id: row.index, text: String(row.index), partial: false })}
            >
              <TokenName token={state.names.get(row.index) ?? { id: row.index, text: "…", partial: false }} />
              <span class="number small dim">{row.index}</span>
              <span class="why small dim">{reasons[row.reason].split(",")[0]}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
