/** Open Sample Text: a text to try everything on. */
import type { Command } from "../command.ts";
import { showSample } from "./sampleText.ts";

export const openSampleText: Command = {
  id: "tokenscope.openSampleText",
  run: ({ extensionUri }) => showSample(extensionUri),
};
