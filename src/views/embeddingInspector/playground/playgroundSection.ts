/** The section "Playground". */
import { t } from "../../shared/l10n.tsx";
import type { Section } from "../inspectorView.ts";
import { playgroundQuery } from "./playground.ts";
import { PlaygroundPart } from "./PlaygroundPart.tsx";

export const playgroundSection: Section = {
  name: "playground",
  title: () => t("Playground"),
  startsFolded: false,
  Body: PlaygroundPart,
  queries: (view) => [playgroundQuery(view)],
};
