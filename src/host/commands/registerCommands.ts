/** Registers every command of the palette and the menus; its errors are shown under the title that the manifest gives it. */
import * as v from "valibot";
import * as vscode from "vscode";
import { reportError } from "../errors.ts";
import { type Command, type CommandServices, openSampleIfAsked } from "./command.ts";
import { copyAsHuggingFace } from "./copy/copyAsHuggingFace.ts";
import { copyAsPyTorch } from "./copy/copyAsPyTorch.ts";
import { copyAsRayData } from "./copy/copyAsRayData.ts";
import { copyTokenIds } from "./copy/copyTokenIds.ts";
import { clearCountsFilter, closeCounts, copyCountsAsCsv, countTokens, filterCounts } from "./files/countTokens.ts";
import { copyTokensAsCsv, copyTokensAsJson } from "./copy/copyTokens.ts";
import { exportDataset } from "./files/exportDataset.ts";
import { goToToken } from "./goToToken.ts";
import { loadEmbeddingWeights, useSeededWeights } from "./weights/loadEmbeddingWeights.ts";
import { openSampleText } from "./sample/openSampleText.ts";
import { selectEncoding } from "./selectEncoding.ts";
import { selectFirstTokens } from "./selectFirstTokens.ts";
import { selectIdType } from "./files/selectIdType.ts";
import { openEmbeddingInspector, showStrideWindows, showTokenIds } from "./showViews.ts";
import { toggleTokenColours, toggleWindowSpans } from "./toggles.ts";

const commands: readonly Command[] = [
  showTokenIds,
  showStrideWindows,
  openEmbeddingInspector,
  selectEncoding,
  copyTokenIds,
  copyTokensAsJson,
  copyTokensAsCsv,
  copyAsPyTorch,
  copyAsHuggingFace,
  copyAsRayData,
  exportDataset,
  countTokens,
  copyCountsAsCsv,
  filterCounts,
  clearCountsFilter,
  closeCounts,
  selectIdType,
  goToToken,
  selectFirstTokens,
  openSampleText,
  toggleTokenColours,
  toggleWindowSpans,
  loadEmbeddingWeights,
  useSeededWeights,
];

/** The part of the manifest read here. VS Code hands it out translated. */
const manifestSchema = v.object({
  contributes: v.object({ commands: v.array(v.object({ command: v.string(), title: v.string() })) }),
});

/** @param manifest the extension's own package.json */
export function registerCommands(services: CommandServices, manifest: unknown): vscode.Disposable {
  const titles = new Map(v.parse(manifestSchema, manifest).contributes.commands.map(({ command, title }) => [command, title]));
  return vscode.Disposable.from(
    ...commands.map(({ id, run }) =>
      vscode.commands.registerCommand(id, async (argument: unknown, selection: unknown) => {
        try {
          await openSampleIfAsked(services, argument);
          await services.lenses.openTarget();
          await run(services, argument, selection);
        } catch (error) {
          reportError(services.log, titles.get(id) ?? id, error);
        }
      }),
    ),
  );
}
