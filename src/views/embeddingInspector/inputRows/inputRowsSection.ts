/** The section "Token + position = input". */
import { hostState, textName } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import type { Section } from "../inspectorView.ts";
import { inputRowsQueries } from "./inputRows.ts";
import { InputRowsPart } from "./InputRowsPart.tsx";

export const inputRowsSection: Section = {
  name: "input-rows",
  title: () => t("Token + position = input"),
  aside: ({ store }) => {
    const { shown } = store.get(hostState);
    return shown && textName(shown.text);
  },
  startsFolded: false,
  Body: InputRowsPart,
  queries: inputRowsQueries,
};
