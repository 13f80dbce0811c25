/** The loss over the steps: training (mean of neighbouring steps) and held-out windows, with what a model loses that knows nothing, or only frequencies. */
import { useMemo } from "preact/hooks";
import { t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { ReadyRun } from "./training.ts";
import { formatLoss, smoothedLoss } from "./trainingSentences.ts";

const width = 300;
const height = 96;
/** Of the plot's height, left free below the lowest value: for the name of the line that is lowest at first. */
const roomBelow = 0.2;
/** Points of the training curve at most: one for every other pixel. */
const pointLimit = 150;

export function LossCurve({ state }: { readonly state: ReadyRun }) {
  const { progress, losses, heldOut, facts } = state;
  const { uniform, unigram } = facts.baselines;
  const lastStep = Math.max(1, progress?.lastStep ?? 0);
  const step = progress?.step ?? 0;
  const training = useMemo(() => meanCurve(losses.values, losses.count), [losses]);
  const highest = Math.max(uniform, training[0]?.loss ?? 0, ...heldOut.slice(0, 1).map(({ loss }) => loss)) * 1.04;
  const least = Math.min(unigram, ...training.map(({ loss }) => loss), ...heldOut.map(({ loss }) => loss));
  const lowest = least - roomBelow * (highest - least);
  const x = (at: number): number => (at / lastStep) * width;
  const y = (loss: number): number => height - ((Math.min(loss, highest) - lowest) / Math.max(1e-6, highest - lowest)) * height;
  const line = (points: readonly { readonly step: number; readonly loss: number }[]): string =>
    points
      .filter(({ loss }) => Number.isFinite(loss))
      .map(({ step, loss }) => `${x(step).toFixed(1)},${y(loss).toFixed(1)}`)
      .join(" ");
  const now = smoothedLoss(state, step);
  const measured = heldOut.findLast((point) => point.step <= step);
  return (
    <figure class="loss-curve">
      <div class="loss-plot">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t("Loss over {0} steps", formatCount(progress?.lastStep ?? 0))}
        >
          <line class="baseline" x1={0} x2={width} y1={y(uniform)} y2={y(uniform)} />
          <line class="baseline" x1={0} x2={width} y1={y(unigram)} y2={y(unigram)} />
          <polyline class="training-line" points={line(training)} />
          <polyline class="held-out-line" points={line(heldOut)} />
          <line class="step-line" x1={x(step)} x2={x(step)} y1={0} y2={height} />
        </svg>
        <span
          class="baseline-label small number"
          style={{ top: `${(y(uniform) / height) * 100}%` }}
          title={t("What a model loses to which all tokens are equally likely: ln of their number")}
        >
          {t("{0} uniform", formatLoss(uniform))}
        </span>
        <span
          class="baseline-label unigram small number"
          style={{ top: `${(y(unigram) / height) * 100}%` }}
          title={t("What a model loses that knows how often each token comes, and nothing else")}
        >
          {t("{0} unigram", formatLoss(unigram))}
        </span>
      </div>
      <figcaption class="small">
        <span class="training-key">{t("training {0}", now === undefined ? "–" : formatLoss(now))}</span>{" "}
        <span class="held-out-key">{t("held-out {0}", measured === undefined ? "–" : formatLoss(measured.loss))}</span>{" "}
        <span class="dim">{t("at step {0}", formatCount(step))}</span>
      </figcaption>
    </figure>
  );
}

/** Means of as many neighbouring steps as leave few enough points. */
export function meanCurve(values: Float32Array, count: number): readonly { readonly step: number; readonly loss: number }[] {
  const each = Math.max(1, Math.ceil(count / pointLimit));
  const points: { step: number; loss: number }[] = [];
  for (let from = 0; from < count; from += each) {
    const to = Math.min(count, from + each);
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += values[i] ?? 0; // i < count
    points.push({ step: (from + to) / 2, loss: sum / (to - from) });
  }
  return points;
}
