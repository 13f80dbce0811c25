/** A grip between two tokens: drag it over the text, or step it with the arrow keys. */
import "./handle.css";
import { t } from "../../../shared/l10n.tsx";

export function PictureHandle(props: {
  /** The window's end, or the next window's start. */
  readonly which: "end" | "stride";
  readonly value: number;
  readonly onGrab: (event: PointerEvent) => void;
  readonly onStep: (by: number) => void;
}) {
  const isEnd = props.which === "end";
  const name = isEnd ? "max_length" : "stride";
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    props.onStep(by);
  };
  return (
    <span
      class={`handle ${props.which}`}
      role="slider"
      tabIndex={0}
      aria-label={isEnd ? t("{0}, the window’s end", name) : t("{0}, the next window’s start", name)}
      aria-valuenow={props.value}
      aria-valuemin={1}
      title={t("{0} {1}: drag, or use the arrow keys", name, props.value)}
      onPointerDown={props.onGrab}
      onKeyDown={onKeyDown}
    />
  );
}
