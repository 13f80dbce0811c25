/** A part of the inspector under a heading that folds it. */
import type { ComponentChildren } from "preact";

export function FoldingSection(props: {
  readonly name: string;
  readonly title: string;
  /** One line on the right of the heading. */
  readonly aside?: ComponentChildren;
  readonly folded: boolean;
  readonly onToggle: () => void;
  readonly children: ComponentChildren;
}) {
  const { name, folded } = props;
  return (
    <section class={`part ${name}`} aria-labelledby={`${name}-title`}>
      <h2>
        <button type="button" id={`${name}-title`} aria-expanded={!folded} aria-controls={`${name}-body`} onClick={props.onToggle}>
          <span class={`codicon codicon-chevron-${folded ? "right" : "down"}`} aria-hidden="true" />
          {props.title}
        </button>
        {props.aside === undefined ? null : <span class="aside">{props.aside}</span>}
      </h2>
      {folded ? null : <div id={`${name}-body`}>{props.children}</div>}
    </section>
  );
}

/** An honest state: one sentence, and what to do. */
export function Notice(props: { readonly icon?: string; readonly children: ComponentChildren; readonly caution?: boolean }) {
  return (
    <p class={`notice${props.caution === true ? " caution" : ""}`} role={props.caution === true ? "alert" : "status"}>
      <span class={`codicon codicon-${props.icon ?? (props.caution === true ? "warning" : "info")}`} aria-hidden="true" />
      <span>{props.children}</span>
    </p>
  );
}

/** Progress that says what is done and how far; 0 … 1. */
export function Progress(props: {
  readonly label: string;
  readonly done: number;
  readonly cancelLabel?: string;
  readonly onCancel?: () => void;
}) {
  const percent = Math.round(props.done * 100);
  return (
    <div class="progress">
      <span class="label">{props.label}</span>
      <span class="number">{percent} %</span>
      {props.onCancel === undefined ? null : (
        <button type="button" class="link" onClick={props.onCancel}>
          {props.cancelLabel ?? "Cancel"}
        </button>
      )}
      <progress value={props.done} max={1} aria-label={props.label} />
    </div>
  );
}
