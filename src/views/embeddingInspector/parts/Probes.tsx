/** Unseen elements in the theme's colours: from them the palette for canvases is read (palette.ts). */
import "./probes.css";

const names = ["negative", "zero", "positive", "foreground", "kind0", "kind1", "kind2", "kind3", "kind4", "kind5"];

export const Probes = () => (
  <div class="probes" aria-hidden="true">
    {names.map((name) => (
      <span key={name} class={`probe ${name}`} />
    ))}
  </div>
);
