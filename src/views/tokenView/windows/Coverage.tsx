/** The ledger: what the windows and batches use of the text, in numbers and as a strip along it. Click the strip to go there. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { coverageStrip, nextUnused } from "../../../core/windows/coverage.ts";
import { nearestWindow } from "../../../core/windows/slidingWindow.ts";
import { Link } from "../../shared/elements.tsx";
import { clamp, counted, formatCount } from "../../shared/numbers.ts";
import type { WindowsProps } from "./WindowsTab.tsx";

/** Pixels. */
const stripHeight = 30;

export function Coverage({ app, lens, model, window }: WindowsProps & { readonly window: number | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ledger, coverage, options } = model;
  const start = window === null ? null : window * options.stride;
  const repaint = (): void => paint(canvas.current, coverage, start, options.maxLength);
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
  const latest = useRef(repaint);
  latest.current = repaint;

  const goTo = (token: number): void => {
    const to = nearestWindow(token, model.tokenCount, options);
    app.changeLens({ selectedToken: token, ...(to === undefined ? {} : { selectedWindow: to }) });
  };
  const goToNextUnused = (role: "input" | "target"): void => {
    const after = (lens.selectedToken ?? -1) + 1;
    const token = nextUnused(coverage, after, role) ?? nextUnused(coverage, 0, role);
    if (token !== undefined) app.changeLens({ selectedToken: token });
  };
  const neverInput = ledger.neverInputAfterDropLastCount;
  const neverTarget = ledger.neverTargetAfterDropLastCount;
  return (
    <section class="coverage" aria-label="Coverage">
      <canvas
        ref={canvas}
        class="coverage-strip"
        role="img"
        aria-label={`${formatCount(neverInput)} of ${counted(model.tokenCount, "token")} are never an input`}
        title="How often each stretch of the text is an input; gaps are never used. Click to go there."
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          goTo(clamp(Math.floor(((event.clientX - box.left) / box.width) * model.tokenCount), 0, model.tokenCount - 1));
        }}
      />
      <p class="ledger small number">
        <span>
          <b>{formatCount(ledger.windowCount)}</b> <span class="dim">{ledger.windowCount === 1 ? "window" : "windows"}</span>
        </span>
        <span>
          <b>{formatCount(ledger.batchCount)}</b> <span class="dim">{ledger.batchCount === 1 ? "batch" : "batches"}</span>
        </span>
        <span>
          <b>{formatCount(ledger.lostWindowCount)}</b>{" "}
          <span class="dim">{ledger.lostWindowCount === 1 ? "window" : "windows"} lost to drop_last</span>
        </span>
        <Never count={ledger.neverInputCount} words="never input" onGo={() => goToNextUnused("input")} />
        <span>
          <Never count={ledger.neverTargetCount} words="never target" onGo={() => goToNextUnused("target")} />
          {ledger.firstTokenCount === 0 ? null : (
            <span class="dim" title="Nothing stands before the first token, from which it could be predicted: it can’t be a target.">
              {" "}
              + the first
            </span>
          )}
        </span>
        {neverInput === ledger.neverInputCount ? null : (
          <span title="Tokens that are only in windows lost to drop_last are not trained on either.">
            <span class="dim">with the lost windows</span> <b>{formatCount(neverInput)}</b> <span class="dim">and</span>{" "}
            <b>{formatCount(neverTarget)}</b>
          </span>
        )}
        <span class="spring" />
        <span class="actions">
          <Link title="Copy a script that prints what is on the screen" onClick={() => app.runCommand("tokenscope.copyAsPyTorch")}>
            <span class="codicon codicon-copy" aria-hidden="true" /> PyTorch
          </Link>
          <Link
            title="Copy a script that makes the same windows with datasets.map"
            onClick={() => app.runCommand("tokenscope.copyAsHuggingFace")}
          >
            <span class="codicon codicon-copy" aria-hidden="true" /> Hugging Face
          </Link>
          <Link onClick={() => app.runCommand("tokenscope.exportDataset")}>Export dataset…</Link>
        </span>
      </p>
    </section>
  );
}

function Never({ count, words, onGo }: { readonly count: number; readonly words: string; readonly onGo: () => void }) {
  return (
    <span>
      <b>{formatCount(count)}</b> <span class="dim">{count === 1 ? "token" : "tokens"}</span>{" "}
      {count === 0 ? (
        <span class="dim">{words}</span>
      ) : (
        <Link title="Go to the next one" onClick={onGo}>
          {words}
        </Link>
      )}
    </span>
  );
}

/** One column a pixel: the height is the mean number of uses, a mark below stands where tokens are never used. */
function paint(
  canvas: HTMLCanvasElement | null,
  coverage: WindowsProps["model"]["coverage"],
  start: number | null,
  maxLength: number,
): void {
  if (canvas === null || canvas.clientWidth === 0) return;
  const scale = globalThis.devicePixelRatio;
  const [width, height] = [Math.round(canvas.clientWidth * scale), Math.round(stripHeight * scale)];
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const [used, unused, mark] = [
    style.getPropertyValue("--input"),
    style.getPropertyValue("--target"),
    style.getPropertyValue("--foreground"),
  ];
  const cells = coverageStrip(coverage, width);
  const most = cells.reduce((peak, cell) => Math.max(peak, cell.inputUses / (cell.tokenTo - cell.tokenFrom)), 1);
  const base = height - Math.round(4 * scale);
  const cellWidth = width / Math.max(1, cells.length);
  for (const [at, cell] of cells.entries()) {
    const length = cell.tokenTo - cell.tokenFrom;
    const x = Math.floor(at * cellWidth);
    const w = Math.max(1, Math.floor((at + 1) * cellWidth) - x);
    const h = (cell.inputUses / length / most) * (base - 6 * scale);
    context.globalAlpha = 0.5;
    context.fillStyle = used;
    context.fillRect(x, base - h, w, h);
    if (cell.neverInputCount > 0) {
      context.globalAlpha = Math.max(0.35, cell.neverInputCount / length);
      context.fillStyle = unused;
      context.fillRect(x, base + scale, w, height - base - scale);
    }
  }
  if (start === null) return;
  const tokens = Math.max(1, coverage.tokenCount);
  const x = Math.floor((start / tokens) * width);
  const w = Math.max(2 * scale, Math.ceil((maxLength / tokens) * width));
  context.globalAlpha = 1;
  context.fillStyle = mark;
  context.fillRect(x, 0, w, 3 * scale);
  context.globalAlpha = 0.35;
  context.fillRect(x, 3 * scale, Math.max(scale, Math.min(w, scale)), base - 3 * scale);
}
