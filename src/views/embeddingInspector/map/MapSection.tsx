/** The map of tokens: every point a row of the token table, seen along two directions (PCA) or laid out by nearness (UMAP). */
import { useMemo, useState } from "preact/hooks";
import { Choice, IconButton, Link } from "../../shared/elements.tsx";
import { counted, formatCount } from "../../shared/numbers.ts";
import { labelOf } from "../inputRows/AnatomyPicture.tsx";
import type { Controller } from "../controller.ts";
import { ExportLine } from "../inputRows/ExportLine.tsx";
import { picture, projectionNpy, projectionSafetensors, projectorPair } from "../inputRows/exports.ts";
import { pointColours } from "./mapColours.ts";
import { type Palette, toCss } from "../inputRows/palette.ts";
import { PointCloud } from "./PointCloud.tsx";
import { Notice, Progress } from "../Section.tsx";
import type { InspectorState, TokenLabel, TokenMap } from "../state.ts";
import type { Dispatch } from "../store.ts";
import { TokenName } from "../TokenName.tsx";

interface Props {
  readonly state: InspectorState;
  readonly dispatch: Dispatch;
  readonly controller: Controller;
}

const listed = 200;

export function MapBody(props: Props) {
  const { state, dispatch, controller } = props;
  const { map, kept, palette, tables } = state;
  const change = (part: Partial<typeof kept.map>): void => dispatch({ kind: "keep", change: { map: { ...kept.map, ...part } } });
  return (
    <>
      <div class="line spread">
        <Choice
          label="Tokens"
          value={kept.map.source}
          options={[
            { value: "document", label: "this text", title: "The different tokens of the text" },
            { value: "vocabulary", label: "vocabulary", title: "Every token of the encoding" },
          ]}
          onChange={(source) => change({ source })}
        />
        <Choice
          label="Layout"
          value={kept.map.method}
          options={[
            { value: "pca", label: "PCA", title: "Seen along the two directions in which the rows differ most" },
            { value: "umap", label: "UMAP", title: "Laid out so that near rows are drawn near" },
          ]}
          onChange={(method) => change({ method })}
        />
      </div>
      {tables.kind === "ready" ? null : <Notice icon="watch">The map appears as soon as the weights are there.</Notice>}
      {map.kind === "failed" ? (
        <Notice caution>
          {map.message} <Link onClick={() => controller.restartMap()}>Start again</Link>
        </Notice>
      ) : null}
      {map.kind === "working" && map.done !== undefined ? (
        <Progress label={map.label} done={map.done} cancelLabel="Stop" onCancel={() => controller.stopMap()} />
      ) : null}
      {map.kind === "working" && map.done === undefined ? (
        <Notice icon="watch">
          {map.label}…{" "}
          <button type="button" class="link" onClick={() => controller.stopMap()}>
            Stop
          </button>
        </Notice>
      ) : null}
      {map.kind === "ready" && map.map.done < 1 ? (
        <Progress label="Laying out (UMAP)" done={map.map.done} cancelLabel="Stop" onCancel={() => controller.stopMap()} />
      ) : null}
      {map.kind === "ready" && palette !== undefined ? <Picture {...props} map={map.map} palette={palette} /> : null}
    </>
  );
}

function Picture({ state, dispatch, controller, map, palette }: Props & { readonly map: TokenMap; readonly palette: Palette }) {
  const { names, kept, view, terms, tables } = state;
  const canvases = (): HTMLCanvasElement[] => [...document.querySelectorAll<HTMLCanvasElement>(".cloud-canvas")];
  const [query, setQuery] = useState("");
  const [lasso, setLasso] = useState(false);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const tokenCount = view?.text.kind === "ready" ? view.text.tokenCount : 0;
  const nameOf = (point: number): TokenLabel => {
    const id = map.ids[point] ?? 0; // points are indexes into ids
    return names.get(id) ?? { id, text: String(id), partial: false };
  };
  const colours = useMemo(
    () => pointColours(kept.map.colour, map.ids, map.distinct, names, tokenCount, palette),
    [kept.map.colour, map.ids, map.distinct, names, tokenCount, palette],
  );
  const found = useMemo(() => (query === "" ? [] : matches(map.ids, names, query)), [map.ids, names, query]);
  const selected = useMemo(() => terms.map(({ id }) => map.ids.indexOf(id)).filter((point) => point !== -1), [terms, map.ids]);
  const marked = useMemo(() => [...new Set([...found, ...chosen, ...selected])], [found, chosen, selected]);
  const list = chosen.length > 0 ? chosen : found;
  return (
    <>
      <PointCloud
        points={{ positions: map.positions, colours: colours.values, marked, markColour: palette.foreground }}
        lasso={lasso}
        label={`Map of ${formatCount(map.ids.length)} tokens.`}
        nameOf={(point) => `${labelOf(nameOf(point))}  ${map.ids[point] ?? ""}`}
        onSelect={(point) => controller.showToken(nameOf(point))}
        onLasso={(points) => {
          setChosen(points);
          setLasso(false);
        }}
      />
      <ul class="map-legend" aria-label="Colours of the map">
        {colours.legend.map(({ label, colour }) => (
          <li key={label}>
            <span class="dot" style={{ backgroundColor: toCss(colour) }} aria-hidden="true" />
            {label}
          </li>
        ))}
      </ul>
      <div class="line spread">
        <Choice
          label="Colour by"
          value={kept.map.colour}
          options={[
            { value: "kind", label: "kind" },
            { value: "frequency", label: "frequency", title: "How often in the text" },
            { value: "position", label: "position", title: "Where first in the text" },
          ]}
          onChange={(colour) => dispatch({ kind: "keep", change: { map: { ...kept.map, colour } } })}
        />
        <IconButton
          icon="edit"
          label="Lasso: draw round points to list them (or drag with Shift; with the keyboard, Space in the map lists what is in view)"
          pressed={lasso}
          onClick={() => setLasso(!lasso)}
        />
      </div>
      <input
        class="field wide"
        type="search"
        placeholder="Highlight tokens that hold…"
        aria-label="Highlight tokens that hold this text"
        spellcheck={false}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      {list.length === 0 ? null : (
        <div class="chosen">
          <span class="dim small">
            {counted(list.length, "token")}
            {list.length > listed ? `, the first ${listed}` : ""}
          </span>
          {chosen.length === 0 ? null : <IconButton icon="close" label="Let go of the lassoed tokens" onClick={() => setChosen([])} />}
          <div class="chips">
            {list.slice(0, listed).map((point) => (
              <button
                key={point}
                type="button"
                class="chip-button"
                title={`Token ${map.ids[point] ?? ""}`}
                onClick={() => controller.showToken(nameOf(point))}
              >
                <TokenName token={nameOf(point)} />
              </button>
            ))}
          </div>
        </div>
      )}
      <p class="dim small">{map.note}</p>
      {tables.kind === "ready" ? (
        <ExportLine
          choices={[
            { label: ".npy", title: "The coordinates of the points", onSave: () => controller.save(() => [projectionNpy(map)]) },
            {
              label: ".safetensors",
              title: "Ids, coordinates and rows of the points",
              onSave: () => controller.save(() => [projectionSafetensors(map, tables)]),
            },
            {
              label: "TSV pair",
              title: "vectors.tsv and metadata.tsv for the Embedding Projector",
              onSave: () => controller.save(() => projectorPair(map, tables, names)),
            },
            {
              label: "PNG",
              title: "The map as a picture",
              onSave: () =>
                controller.save(async () => [await picture("map.png", canvases(), getComputedStyle(document.body).backgroundColor)]),
            },
          ]}
        />
      ) : null}
    </>
  );
}

function matches(ids: Int32Array, names: ReadonlyMap<number, TokenLabel>, query: string): readonly number[] {
  const wanted = query.toLowerCase();
  const found: number[] = [];
  for (const [point, id] of ids.entries()) if (names.get(id)?.text.toLowerCase().includes(wanted) === true) found.push(point);
  return found;
}
