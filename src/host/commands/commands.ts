/** Every command of the palette and the menus. Loaded when the first of them is run. */
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
import { openSampleBook, openSampleText } from "./sample/openSampleText.ts";
import { selectEncoding } from "./selectEncoding.ts";
import { selectFirstTokens } from "./selectFirstTokens.ts";
import { selectIdType } from "./files/selectIdType.ts";
import { showChat } from "./showChat.ts";
import { compareEncodings, openEmbeddingInspector, showStrideWindows, showTokenIds } from "./showViews.ts";
import { toggleStartAndEndTokens, toggleTokenColours, toggleWindowSpans } from "./toggles.ts";

const commands: readonly Command[] = [
  showTokenIds,
  showStrideWindows,
  compareEncodings,
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
  openSampleBook,
  showChat,
  toggleTokenColours,
  toggleWindowSpans,
  toggleStartAndEndTokens,
  loadEmbeddingWeights,
  useSeededWeights,
];

const byId: ReadonlyMap<string, Command> = new Map(commands.map((command) => [command.id, command]));

/** @throws UserError with a sentence for the user, and whatever else goes wrong */
export async function runCommand(services: CommandServices, id: string, argument: unknown, selection: unknown): Promise<void> {
  const command = byId.get(id);
  if (command === undefined) throw new RangeError(`package.json has the command ${id}, and no code runs it.`);
  await openSampleIfAsked(services, argument);
  await services.lenses.openTarget();
  await command.run(services, argument, selection);
}
