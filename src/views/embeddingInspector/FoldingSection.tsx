/** A part of the inspector under a heading that folds it. */
import type { ComponentChildren } from "preact";

export function FoldingSection(props: {
  readonly name: string;
  readonly title: string;
  /** One line on the right of the heading. */
  readonly aside?: string | undefined;
  readonly folded: boolean;
  readonly onToggle: () => void;
  readonly children: ComponentChildren;
}) {
  const { name, folded } = props;
  return (
    <section class={`part ${name}`} aria-labelledby={`${name}-title`}>
      <h2>
        <button
          type="button"
          id={`${name}-title`}
          aria-expanded={!folded}
          aria-controls={folded ? undefined : `${name}-body`}
          onClick={props.onToggle}
        >
          <span class={`codicon codicon-chevron-${folded ? "right" : "down"}`} aria-hidden="true" />
          {props.title}
        </button>
        {props.aside === undefined ? null : <span class="aside">{props.aside}</span>}
      </h2>
      {folded ? null : <div id={`${name}-body`}>{props.children}</div>}
    </section>
  );
}
