/** The section "What position changes". */
import { t } from "../../shared/l10n.tsx";
import type { Section } from "../inspectorView.ts";
import { cosineMapQuery } from "./positions.ts";
import { PositionsPart } from "./PositionsPart.tsx";

export const positionsSection: Section = {
  name: "positions",
  title: () => t("What position changes"),
  startsFolded: true,
  Body: PositionsPart,
  queries: (view) => [cosineMapQuery(view)],
};
