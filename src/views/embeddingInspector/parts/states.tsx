/** Honest states: one sentence, and what to do; or how far something is. */
import "./states.css";
import type { ComponentChildren } from "preact";
import { t } from "../../shared/l10n.tsx";

export function Notice(props: { readonly icon?: string; readonly children: ComponentChildren; readonly caution?: boolean }) {
  return (
    <p class={`notice${props.caution === true ? " caution" : ""}`} role={props.caution === true ? "alert" : "status"}>
      <span class={`codicon codicon-${props.icon ?? (props.caution === true ? "warning" : "info")}`} aria-hidden="true" />
      <span>{props.children}</span>
    </p>
  );
}

/** @param props.done 0 … 1 */
export function Progress(props: {
  readonly label: string;
  readonly done: number;
  readonly cancelLabel?: string;
  readonly onCancel?: () => void;
}) {
  return (
    <div class="progress">
      <span class="label">{props.label}</span>
      <span class="number">{t("{0} %", Math.round(props.done * 100))}</span>
      {props.onCancel === undefined ? null : (
        <button type="button" class="link" onClick={props.onCancel}>
          {props.cancelLabel ?? t("Cancel")}
        </button>
      )}
      <progress value={props.done} max={1} aria-label={props.label} />
    </div>
  );
}
