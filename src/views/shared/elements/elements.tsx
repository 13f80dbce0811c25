/** Small elements of both views: icon button, link, choice of few, checkbox. */
import type { ComponentChildren } from "preact";

/** @param icon a codicon's name */
export function IconButton(props: {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      title={props.label}
      aria-label={props.label}
      aria-pressed={props.pressed}
      disabled={props.disabled === true}
      onClick={props.onClick}
    >
      <span class={`codicon codicon-${props.icon}`} aria-hidden="true" />
    </button>
  );
}

export function Link(props: { readonly onClick: () => void; readonly title?: string; readonly children: ComponentChildren }) {
  return (
    <button type="button" class="link" title={props.title} onClick={props.onClick}>
      {props.children}
    </button>
  );
}

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly title?: string;
}

/** A choice of few, side by side: arrows move it, as in a group of radio buttons. */
export function Choice<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
}) {
  const move = (event: KeyboardEvent): void => {
    const step =
      event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = props.options.findIndex(({ value }) => value === props.value);
    const to = (at + step + props.options.length) % props.options.length;
    const next = props.options[to];
    if (next === undefined) return;
    props.onChange(next.value);
    const button = (event.currentTarget as HTMLElement).children[to]; // the group's children are the buttons, in order
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div class="choice" role="radiogroup" aria-label={props.label} onKeyDown={move}>
      {props.options.map(({ value, label, title }) => (
        <button
          key={value}
          type="button"
          role="radio"
          title={title}
          aria-checked={value === props.value}
          tabIndex={value === props.value ? 0 : -1}
          onClick={() => props.onChange(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

export function Checkbox(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly title?: string;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label class="checkbox" title={props.title}>
      <input type="checkbox" checked={props.checked} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}
