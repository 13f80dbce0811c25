/** What is unwise about the options, in words. Below the picture: rails come and go while it is dragged, and must not move it. */
import type { GuardRail } from "../../../core/windows/guardRails.ts";
import { t } from "../../shared/l10n.tsx";
import { railSentence } from "./railSentence.ts";

const icons = { error: "error", warning: "warning", information: "info" } as const;

export function Rails({ rails }: { readonly rails: readonly GuardRail[] }) {
  const names = { error: t("Error"), warning: t("Warning"), information: t("Information") };
  return (
    <ul class="rails" aria-live="polite">
      {rails.map((rail) => (
        <li key={`${rail.control} ${rail.finding.kind}`} id={`rail-${rail.control}`} class={`rail ${rail.severity}`}>
          <span class={`codicon codicon-${icons[rail.severity]}`} role="img" aria-label={names[rail.severity]} />
          {railSentence(rail.finding)}
        </li>
      ))}
    </ul>
  );
}
