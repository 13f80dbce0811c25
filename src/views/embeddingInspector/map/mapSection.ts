/** The section "Map". */
import { t } from "../../shared/l10n.tsx";
import type { Section } from "../inspectorView.ts";
import { mapQuery } from "./map.ts";
import { MapPart } from "./MapPart.tsx";

export const mapSection: Section = {
  name: "map",
  title: () => t("Map"),
  startsFolded: true,
  Body: MapPart,
  queries: (view) => [mapQuery(view)],
};
