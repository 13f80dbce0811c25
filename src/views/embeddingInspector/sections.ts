/** The sections of the inspector, in the order of the page. A new one is a folder and one line here. */
import { inputRowsSection } from "./inputRows/inputRowsSection.ts";
import type { Section } from "./inspectorView.ts";
import { mapSection } from "./map/mapSection.ts";
import { neighboursSection } from "./neighbours/neighboursSection.ts";
import { playgroundSection } from "./playground/playgroundSection.ts";
import { positionsSection } from "./positions/positionsSection.ts";
import { trainingSection } from "./training/trainingSection.ts";

export const sections: readonly Section[] = [
  inputRowsSection,
  trainingSection,
  positionsSection,
  neighboursSection,
  mapSection,
  playgroundSection,
];
