/** The section "Train on this text". */
import { t } from "../../shared/l10n.tsx";
import type { Section } from "../inspectorView.ts";
import { documentQuery, lookQuery } from "./trainingLook.ts";
import { trainedLabel } from "./trainingSentences.ts";
import { TrainingPart } from "./TrainingPart.tsx";

export const trainingSection: Section = {
  name: "training",
  title: () => t("Train on this text"),
  aside: trainedLabel,
  startsFolded: false,
  Body: TrainingPart,
  queries: () => [],
  backgroundQueries: (view) => [documentQuery(view), lookQuery(view)], // the other sections show what is learnt
};
