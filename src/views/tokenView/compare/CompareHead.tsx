/** The encodings that are compared: which they are, how many tokens each makes of the text, and how many more than the first. */
import { type ComparedEncoding, type ComparisonState, percentMore } from "../../../lens/compare/comparison.ts";
import { limits } from "../../../protocol/lens.ts";
import { IconButton } from "../../shared/elements/elements.tsx";
import { rich, richPlural, t } from "../../shared/l10n.tsx";
import { formatRatio } from "../../shared/numbers.ts";
import type { TextProps } from "../tokenView.ts";

export function CompareHead({ view, text, lens, comparison }: TextProps & { readonly comparison: ComparisonState }) {
  const { encodings, choices } = comparison;
  const others = encodings.slice(1).map(({ id }) => id);
  const change = (compared: readonly string[]): void => view.changeLens({ compared });
  const unused = choices.find(({ id }) => !encodings.some((shown) => shown.id === id));
  return (
    <div class="compare-head">
      <div class={`compared columns-${encodings.length}`}>
        {encodings.map((encoding, column) => (
          <div key={column} class="head-cell">
            <span class="head-choice">
              <select
                class="field encoding"
                aria-label={column === 0 ? t("Encoding of the text") : t("Compared encoding {0}", column)}
                value={encoding.id}
                onChange={({ currentTarget: { value } }) => {
                  if (column === 0) view.changeLens({ encoding: value });
                  else change(others.map((id, at) => (at === column - 1 ? value : id)));
                }}
              >
                {choices
                  .filter(({ id }) => id === encoding.id || column === 0 || !encodings.some((shown) => shown.id === id))
                  .map(({ id, label }) => (
                    <option key={id} value={id}>
                      {label}
                    </option>
                  ))}
              </select>
              {column > 0 && others.length > 1 ? (
                <IconButton
                  icon="close"
                  label={t("Remove {0} from the comparison", encoding.label)}
                  onClick={() => change(others.filter((id) => id !== encoding.id))}
                />
              ) : null}
              {column === encodings.length - 1 && others.length < limits.compared && unused !== undefined ? (
                <IconButton
                  icon="add"
                  label={t("Compare with one more encoding")}
                  onClick={() => change([...lens.compared.filter((id) => id !== lens.encoding), unused.id])}
                />
              ) : null}
            </span>
            <Total encoding={encoding} first={encodings[0]} byteCount={text.byteCount} />
          </div>
        ))}
      </div>
      <p class="dim compare-legend">
        <span class="legend-mark" aria-hidden="true" />{" "}
        {t("Tokens that all have alike are plain. A bar marks a boundary that not all have.")}
      </p>
    </div>
  );
}

function Total(props: {
  readonly encoding: ComparedEncoding;
  readonly first: ComparedEncoding | undefined;
  readonly byteCount: number | undefined;
}) {
  const { encoding, first, byteCount } = props;
  const { tokens } = encoding;
  if (tokens.kind === "failed") return <span class="counts caution">{tokens.message}</span>;
  if (tokens.kind === "tokenizing") return <progress max={1} value={tokens.done} aria-label={t("Tokenizing {0}", encoding.label)} />;
  const more = encoding === first || first?.tokens.kind !== "ready" ? undefined : percentMore(tokens.tokenCount, first.tokens.tokenCount);
  return (
    <span class="counts">
      <span class="count number">{richPlural(tokens.tokenCount, "<b>{0}</b> token", "<b>{0}</b> tokens")}</span>
      {byteCount === undefined || tokens.tokenCount === 0 ? null : (
        <span class="count number">{rich("<b>{0}</b> bytes/token", [formatRatio(byteCount / tokens.tokenCount)])}</span>
      )}
      {more === undefined ? null : (
        <span class="count number" title={t("Compared with {0}", first?.label ?? "")}>
          {signed(more)} %
        </span>
      )}
    </span>
  );
}

/** A sign always, and the minus as a minus. */
const signed = (percent: number): string => `${percent < -0.05 ? "−" : percent < 0.05 ? "±" : "+"}${Math.abs(percent).toFixed(1)}`;
