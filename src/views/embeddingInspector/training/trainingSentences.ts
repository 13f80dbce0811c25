/** What is happening in a run, in plain words. */
import { plural, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import type { InspectorView } from "../inspectorView.ts";
import { type ReadyRun, readyRun } from "./training.ts";
import { meaningfulTokens } from "./trainingChoices.ts";

/** "seed 123, trained 1,400 steps on notes.md"; undefined without a run. */
export function trainedLabel(view: InspectorView): string | undefined {
  const state = readyRun(view);
  if (state === undefined) return undefined;
  const { seed } = state.run.options;
  const step = state.look?.step ?? state.progress?.step ?? 0;
  return state.run.wentOn
    ? plural(
        step,
        "seed {1}, rows learnt before, trained {0} step on {2}",
        "seed {1}, rows learnt before, trained {0} steps on {2}",
        seed,
        state.run.textName,
      )
    : plural(step, "seed {1}, trained {0} step on {2}", "seed {1}, trained {0} steps on {2}", seed, state.run.textName);
}

/** The mean training loss of the last steps up to one: single steps jump. */
export function smoothedLoss({ losses }: Pick<ReadyRun, "losses">, step: number): number | undefined {
  const to = Math.min(step, losses.count);
  const from = Math.max(0, to - smoothedSteps);
  if (to === from) return undefined;
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += losses.values[i] ?? 0; // i < count
  return sum / (to - from);
}
const smoothedSteps = 40;

/** The least held-out loss up to a step. */
export const bestHeldOut = ({ heldOut }: Pick<ReadyRun, "heldOut">, step: number): ReadyRun["heldOut"][number] | undefined =>
  heldOut
    .filter((point) => point.step <= step)
    .reduce<ReadyRun["heldOut"][number] | undefined>(
      (best, point) => (best === undefined || point.loss < best.loss ? point : best),
      undefined,
    );

/** Of the way from uniform to unigram, less than this is left: the common words are known. */
const commonWordsLearnt = 0.15;
/** The held-out loss has risen from its least by this much, and its least is this far back: the text is learnt by heart. Less is noise. */
const clearRise = 0.08;
const clearlyBack = 0.8;

/** One sentence about where the run is at its step. */
export function whatHappens(state: ReadyRun): string {
  const { progress, facts } = state;
  const step = progress?.step ?? 0;
  const { uniform, unigram } = facts.baselines;
  const loss = smoothedLoss(state, step);
  if (step === 0 || loss === undefined) return t("Every row is still as the seed drew it: the model finds all tokens equally likely.");
  const verdict = step === progress?.lastStep ? progress.verdict : { kind: "goesOn" as const };
  if (verdict.kind === "diverged") {
    return t(
      "The loss ran away ({0}): the learning rate is too high for this optimizer. Go back with the slider, or reset and choose a lower one.",
      formatLoss(verdict.loss),
    );
  }
  if (verdict.kind === "noLongerFalls") {
    return t(
      "It has stopped by itself: the loss of windows it has never seen no longer falls; it was least at step {0} ({1}). What it learns from here on is this text by heart. Train goes on if you want to see that.",
      formatCount(verdict.best.step),
      formatLoss(verdict.best.loss),
    );
  }
  const best = bestHeldOut(state, step);
  const last = state.heldOut.findLast((point) => point.step <= step);
  if (best !== undefined && last !== undefined && last.loss > best.loss + clearRise && best.step < clearlyBack * step) {
    return t("It now learns this text by heart: the loss of the windows it trains on falls, that of windows it has never seen does not.");
  }
  if (loss > unigram + commonWordsLearnt * (uniform - unigram)) return t("It is learning which tokens are common and which are rare.");
  if (loss > unigram) return t("It knows which tokens are common, and begins to see which follow which.");
  return t(
    "It has learnt which tokens are common; now it learns which follow which, and rows of tokens that are used alike move together.",
  );
}

/** What limits this run, if something does. */
export function limitOf({ facts }: Pick<ReadyRun, "facts">): string | undefined {
  if (facts.tokenCount >= meaningfulTokens) return undefined;
  return plural(
    facts.tokenCount,
    "A text of {0} token is too short for meaning: what looks near here is memory. From about {1} tokens on, words that are used alike come together.",
    "A text of {0} tokens is too short for meaning: what looks near here is memory. From about {1} tokens on, words that are used alike come together.",
    formatCount(meaningfulTokens),
  );
}

export const formatLoss = (loss: number): string => (Number.isFinite(loss) ? loss.toFixed(2) : t("not a number"));

/** 41234 → "41 k". */
export const formatRate = (rate: number): string => (rate >= 10_000 ? `${Math.round(rate / 1000)} k` : formatCount(Math.round(rate)));
