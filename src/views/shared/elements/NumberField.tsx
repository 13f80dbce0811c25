/**
 * A whole number to type, step (arrows, buttons, but not the wheel, which scrolls) or drag by its name. It takes effect at once. Text that is
 * no number in range stays as typed until the field is left.
 */
import { useRef, useState } from "preact/hooks";
import { clamp } from "../numbers.ts";

/** Pixels of dragging per step. */
const dragStep = 6;
const largeStep = 10;

/** The text of the field while the user types. */
interface Typed {
  readonly text: string;
  /** NaN when the text is no number. */
  readonly number: number;
  /** The value that the field had when this was typed, until it has the typed one. */
  readonly valueBefore: number;
}

export function NumberField(props: {
  readonly name: string;
  readonly title?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly disabled?: boolean;
  /** Drawn as needing attention; the sentence is elsewhere, with this id. */
  readonly cautionId?: string | undefined;
  /** Room for this many digits. */
  readonly digits?: number;
  readonly onChange: (value: number) => void;
}) {
  const { name, value, min, max, onChange } = props;
  const [typed, setTyped] = useState<Typed | undefined>(undefined);
  // What is typed gives way to a value that comes from elsewhere, such as a handle that is dragged while the field keeps the focus.
  if (typed !== undefined && value !== typed.valueBefore && value !== typed.number) setTyped(undefined);
  else if (typed !== undefined && value === typed.number && value !== typed.valueBefore) setTyped({ ...typed, valueBefore: value });
  const drag = useRef<{ readonly x: number; readonly value: number } | undefined>(undefined);

  const set = (wanted: number): void => {
    const next = clamp(Math.round(wanted), min, max);
    if (next !== value) onChange(next);
  };
  const step = (by: number): void => {
    setTyped(undefined);
    set(value + by);
  };
  const onInput = (text: string): void => {
    const number = /^\s*[-+]?\d[\d,_ ]*$/.test(text) ? Number(text.replaceAll(/[,_\s]/g, "")) : Number.NaN;
    setTyped({ text, number, valueBefore: value });
    if (number >= min && number <= max) set(number);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const size = event.shiftKey ? largeStep : 1;
    if (event.key === "ArrowUp") step(size);
    else if (event.key === "ArrowDown") step(-size);
    else if (event.key === "Enter" || event.key === "Escape") setTyped(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <span class={`number-field${props.cautionId === undefined ? "" : " caution"}`} title={props.title}>
      <span
        class="name"
        aria-hidden="true"
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, value };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (drag.current !== undefined) set(drag.current.value + Math.trunc((event.clientX - drag.current.x) / dragStep));
        }}
        onPointerUp={() => (drag.current = undefined)}
        onPointerCancel={() => (drag.current = undefined)}
      >
        {name}
      </span>
      <span class="entry">
        <input
          class="field"
          type="text"
          inputMode="numeric"
          role="spinbutton"
          aria-label={name}
          aria-valuenow={value}
          aria-valuemin={min}
          aria-valuemax={max}
          aria-describedby={props.cautionId}
          disabled={props.disabled === true}
          style={{ "--digits": String(props.digits ?? 4) }}
          value={typed?.text ?? String(value)}
          onInput={(event) => onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => setTyped(undefined)}
        />
        <span class="steps" aria-hidden="true">
          <button type="button" tabIndex={-1} onClick={() => step(1)}>
            <span class="codicon codicon-chevron-up" />
          </button>
          <button type="button" tabIndex={-1} onClick={() => step(-1)}>
            <span class="codicon codicon-chevron-down" />
          </button>
        </span>
      </span>
    </span>
  );
}
