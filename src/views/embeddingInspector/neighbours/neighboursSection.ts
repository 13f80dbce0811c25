/** The section "Neighbours". */
import { t } from "../../shared/l10n.tsx";
import type { Section } from "../inspectorView.ts";
import { neighboursQuery, statisticsQuery } from "./neighbours.ts";
import { NeighboursPart } from "./NeighboursPart.tsx";
import { selectedTokenQuery } from "./sum.ts";
import { vocabularySearchQuery } from "./vocabularySearch.ts";

export const neighboursSection: Section = {
  name: "neighbours",
  title: () => t("Neighbours"),
  startsFolded: false,
  Body: NeighboursPart,
  queries: (view) => [statisticsQuery(view), neighboursQuery(view), vocabularySearchQuery(view)],
  backgroundQueries: (view) => [selectedTokenQuery(view)], // the map marks the token too
};
