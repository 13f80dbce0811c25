/** The ledger: what the windows and batches use of the text, in numbers and as a strip along it. Click the strip to go there. */
import "./coverage.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { nextUnused } from "../../../../core/windows/coverage.ts";
import { nearestWindow } from "../../../../core/windows/slidingWindow.ts";
import { Link } from "../../../shared/elements/elements.tsx";
import { plural, rich, richPlural, t } from "../../../shared/l10n.tsx";
import { clamp, formatCount } from "../../../shared/numbers.ts";
import { selectToken } from "../../tokenView.ts";
import type { WindowsProps } from "../windowsProps.ts";
import { paintCoverage } from "./paintCoverage.ts";

interface CoverageProps extends WindowsProps {
  readonly window: number | undefined;
}

export function Coverage(props: CoverageProps) {
  return (
    <section class="coverage" aria-label={t("Coverage")}>
      <CoverageStrip {...props} />
      <Ledger {...props} />
    </section>
  );
}

function CoverageStrip({ view, model, window }: CoverageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ledger, coverage, options } = model;
  const start = window === undefined ? undefined : window * options.stride;
  const repaint = (): void => paintCoverage(canvas.current, coverage, { start, maxLength: options.maxLength });
  const latest = useRef(repaint);
  latest.current = repaint;
  useLayoutEffect(repaint, [coverage, start, options.maxLength]);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => latest.current());
    if (canvas.current !== null) observer.observe(canvas.current);
    const themes = new MutationObserver(() => latest.current());
    themes.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    return () => {
      observer.disconnect();
      themes.disconnect();
    };
  }, []);
  const goTo = (token: number): void => {
    const to = nearestWindow(token, model.tokenCount, options);
    view.changeLens({ selectedToken: token, ...(to === undefined ? {} : { selectedWindow: to }) });
  };
  return (
    <canvas
      ref={canvas}
      class="coverage-strip"
      role="img"
      aria-label={plural(
        model.tokenCount,
        "{1} of {0} token are never an input",
        "{1} of {0} tokens are never an input",
        formatCount(ledger.neverInputAfterDropLastCount),
      )}
      title={t("How often each stretch of the text is an input; gaps are never used. Click to go there.")}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        goTo(clamp(Math.floor(((event.clientX - box.left) / box.width) * model.tokenCount), 0, model.tokenCount - 1));
      }}
    />
  );
}

function Ledger({ view, lens, model }: CoverageProps) {
  const { ledger, coverage } = model;
  const { neverInputCount, neverTargetCount } = ledger;
  const neverInput = ledger.neverInputAfterDropLastCount;
  const goToNextUnused = (role: "input" | "target"): void => {
    const after = (lens.selectedToken ?? -1) + 1;
    const token = nextUnused(coverage, after, role) ?? nextUnused(coverage, 0, role);
    if (token !== undefined) selectToken(view, token);
  };
  /** The words that name unused tokens: a link to the next of them. */
  const goTo = (count: number, role: "input" | "target") => ({
    go: (words: ComponentChildren) =>
      count === 0 ? (
        <span class="dim">{words}</span>
      ) : (
        <Link title={t("Go to the next one")} onClick={() => goToNextUnused(role)}>
          {words}
        </Link>
      ),
  });
  return (
    <p class="ledger small number">
      <span>{richPlural(ledger.windowCount, "<b>{0}</b> <dim>window</dim>", "<b>{0}</b> <dim>windows</dim>")}</span>
      <span>{richPlural(ledger.batchCount, "<b>{0}</b> <dim>batch</dim>", "<b>{0}</b> <dim>batches</dim>")}</span>
      <span>
        {richPlural(
          ledger.lostWindowCount,
          "<b>{0}</b> <dim>window lost to drop_last</dim>",
          "<b>{0}</b> <dim>windows lost to drop_last</dim>",
        )}
      </span>
      <span>
        {richPlural(
          neverInputCount,
          "<b>{0}</b> <dim>token</dim> <go>never input</go>",
          "<b>{0}</b> <dim>tokens</dim> <go>never input</go>",
          [],
          goTo(neverInputCount, "input"),
        )}
      </span>
      <span>
        {richPlural(
          neverTargetCount,
          "<b>{0}</b> <dim>token</dim> <go>never target</go>",
          "<b>{0}</b> <dim>tokens</dim> <go>never target</go>",
          [],
          goTo(neverTargetCount, "target"),
        )}
        {ledger.firstTokenCount === 0 ? null : (
          <span class="dim" title={t("Nothing comes before the first token, from which it could be predicted: it can’t be a target.")}>
            {" "}
            {t("+ the first")}
          </span>
        )}
      </span>
      {neverInput === neverInputCount ? null : (
        <span title={t("Tokens that are only in windows lost to drop_last are not trained on either.")}>
          {rich("<dim>with the lost windows</dim> <b>{0}</b> <dim>and</dim> <b>{1}</b>", [
            formatCount(neverInput),
            formatCount(ledger.neverTargetAfterDropLastCount),
          ])}
        </span>
      )}
      <span class="spring" />
      <span class="actions">
        <Link title={t("Copy a script that prints what is on the screen")} onClick={() => view.runCommand("tokenscope.copyAsPyTorch")}>
          <span class="codicon codicon-copy" aria-hidden="true" /> PyTorch
        </Link>
        <Link
          title={t("Copy a script that makes the same windows with datasets.map")}
          onClick={() => view.runCommand("tokenscope.copyAsHuggingFace")}
        >
          <span class="codicon codicon-copy" aria-hidden="true" /> Hugging Face
        </Link>
        <Link onClick={() => view.runCommand("tokenscope.exportDataset")}>{t("Export dataset…")}</Link>
      </span>
    </p>
  );
}
