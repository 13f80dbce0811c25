/** What the selected token has learnt: its row at the start, now, and the difference; and which tokens are near it, since when. */
import { Choice } from "../../shared/elements/elements.tsx";
import { plural, rich, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { type InspectorProps, palette } from "../inspectorView.ts";
import { showToken, sumOf } from "../neighbours/sum.ts";
import { HeatCanvas } from "../parts/HeatCanvas.tsx";
import { formatValue } from "../parts/numbers.ts";
import { niceRange } from "../parts/palette.ts";
import { TokenName } from "../parts/TokenName.tsx";
import { namesOf } from "../tokens/names.ts";
import { namedByNumber } from "../tokens/tokenLabel.ts";
import type { ReadyRun } from "./training.ts";
import { trainingChoices } from "./trainingChoices.ts";
import { runRow } from "./trainingLook.ts";
import type { TokenLook } from "./worker/trainingMessages.ts";

export function LearntToken({ view, state }: InspectorProps & { readonly state: ReadyRun }) {
  const { store } = view;
  const [selected] = sumOf(view);
  const choices = store.get(trainingChoices);
  if (selected === undefined) return null;
  const look = state.look?.token;
  return (
    <div class="learnt">
      <div class="line spread">
        <span>{rich("Neighbours of {0}", [<TokenName key="token" token={selected} />])}</span>
        <Choice
          label={t("Compare by")}
          value={choices.compareBy}
          options={[
            { value: "token", label: t("token row"), title: t("Rows that the model looks up for its inputs") },
            { value: "output", label: t("output row"), title: t("Rows of the output layer, by which the next token is chosen") },
            {
              value: "both",
              label: t("both"),
              title: t("Both rows side by side, each at unit length: what a token is followed by, and what it follows"),
            },
          ]}
          onChange={(compareBy) => store.set(trainingChoices, { ...choices, compareBy })}
        />
      </div>
      <Seldom count={countIn(state.run.ids, selected.id)} />
      {runRow(state, selected.id) === undefined ? (
        <p class="dim small">{t("This token was not in the text when the training began: it has no row.")}</p>
      ) : look === undefined ? null : (
        <>
          <NeighbourWords view={view} state={state} look={look} />
          <RowChange view={view} look={look} />
        </>
      )}
    </div>
  );
}

/** Tokens that come less often have learnt from too few windows: their neighbours are mostly noise. */
const oftenEnough = 10;

const countIn = (ids: Int32Array, id: number): number => ids.reduce((count, other) => (other === id ? count + 1 : count), 0);

function Seldom({ count }: { readonly count: number }) {
  if (count === 0 || count >= oftenEnough) return null;
  return (
    <p class="dim small">
      {plural(
        count,
        "It comes {0} time in this text: too seldom for its neighbours to mean much.",
        "It comes {0} times in this text: too seldom for its neighbours to mean much.",
      )}
    </p>
  );
}

function NeighbourWords({ view, state, look }: InspectorProps & { readonly state: ReadyRun; readonly look: TokenLook }) {
  const names = namesOf(view);
  return (
    <ol class="learnt-neighbours" aria-label={t("Nearest tokens of the text")}>
      {look.neighbours.map(({ row, score, since }) => {
        const id = state.facts.distinctIds[row] ?? 0; // rows of the run
        const token = names.get(id) ?? namedByNumber(id);
        return (
          <li key={row}>
            <button
              type="button"
              title={t("Near since step {0}, as far as it was watched", formatCount(since))}
              onClick={() => showToken(view, token)}
            >
              <TokenName token={token} /> <span class="number mono small">{score.toFixed(2)}</span>{" "}
              <span class="number small dim">{t("since {0}", formatCount(since))}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function RowChange({ view, look: { before, now } }: InspectorProps & { readonly look: TokenLook }) {
  const colours = view.store.get(palette);
  if (colours === undefined) return null;
  const change = now.map((value, i) => value - (before[i] ?? 0)); // both [embeddingDim]
  const rows = [
    [t("at step 0"), before],
    [t("now"), now],
    [t("change"), change],
  ] as const;
  const range = niceRange([before, now, change]);
  return (
    <div class="row-change" title={t("Blue is negative, orange positive, full strength at ± {0}", formatValue(range))}>
      {rows.map(([name, values]) => (
        <>
          <span class="small dim">{name}</span>
          <HeatCanvas
            picture={{ values, columns: values.length, rowFrom: 0, rowTo: 1 }}
            range={range}
            palette={colours}
            rowHeight={14}
            label={t("Row of the token, {0}", name)}
          />
        </>
      ))}
    </div>
  );
}
