/** Open Sample Text, Open Sample Book: a page to try everything on, and a text long enough to learn from. */
import type { Command } from "../command.ts";
import { showSample } from "./sampleText.ts";

export const openSampleText: Command = {
  id: "tokenscope.openSampleText",
  run: ({ extensionUri }) => showSample(extensionUri, "sample.md"),
};

export const openSampleBook: Command = {
  id: "tokenscope.openSampleBook",
  run: ({ extensionUri }) => showSample(extensionUri, "the-awakening.md"),
};
