/** The points, their colours and legend, the search for tokens among them, the list of those chosen, and what can be saved. */
import { useMemo, useState } from "preact/hooks";
import { hostState, readyText } from "../../shared/state/hostState.ts";
import { Checkbox, Choice, IconButton } from "../../shared/elements/elements.tsx";
import { plural, t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { labelOf } from "../../shared/elements/tokenText.ts";
import type { InspectorProps } from "../inspectorView.ts";
import { sumOf, showToken } from "../neighbours/sum.ts";
import { ExportLine } from "../parts/ExportLine.tsx";
import { type Palette, toCss } from "../parts/palette.ts";
import { picture, save } from "../parts/saving.ts";
import { TokenName } from "../parts/TokenName.tsx";
import type { ReadyTables } from "../tables/tables.ts";
import { namesOf, type TokenNames } from "../tokens/names.ts";
import { namedByNumber, type TokenLabel } from "../tokens/tokenLabel.ts";
import { projectionNpy, projectionSafetensors, projectorPair } from "./exports.ts";
import { mapOptions, type TokenMap } from "./map.ts";
import { pointColours } from "./mapColours.ts";
import { PointCloud } from "./picture/PointCloud.tsx";
import { pathOf, trainedPaths } from "./trainedAxes.ts";

const listed = 200;
const noPaths: readonly Float32Array[] = [];

interface MapPictureProps extends InspectorProps {
  readonly map: TokenMap;
  readonly tables: ReadyTables;
  readonly palette: Palette;
}

export function MapPicture({ view, map, tables, palette }: MapPictureProps) {
  const { store } = view;
  const options = store.get(mapOptions);
  const names = namesOf(view);
  const sum = sumOf(view);
  const tokenCount = readyText(store.get(hostState).shown)?.tokenCount ?? 0;
  const [query, setQuery] = useState("");
  const [lasso, setLasso] = useState(false);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const nameOf = (point: number): TokenLabel => {
    const id = map.ids[point] ?? 0; // points are indexes into ids
    return names.get(id) ?? namedByNumber(id);
  };
  const colours = useMemo(
    () => pointColours(options.colour, map.ids, map.distinct, names, tokenCount, palette),
    [options.colour, map.ids, map.distinct, names, tokenCount, palette],
  );
  const found = useMemo(() => (query === "" ? [] : matches(map.ids, names, query)), [map.ids, names, query]);
  const selected = useMemo(() => sum.map(({ id }) => map.ids.indexOf(id)).filter((point) => point !== -1), [sum, map.ids]);
  const marked = useMemo(() => [...new Set([...found, ...chosen, ...selected])], [found, chosen, selected]);
  const seen = store.get(trainedPaths);
  const paths = useMemo(
    () => (options.trails && map.axes > 0 ? marked.map((point) => pathOf(seen, map.axes, point)) : noPaths),
    [options.trails, map.axes, marked, seen],
  );
  const list = chosen.length > 0 ? chosen : found;
  return (
    <>
      <PointCloud
        view={map.axes}
        turn={map.turn}
        paths={paths}
        points={{ positions: map.positions, colours: colours.values, marked, markColour: palette.foreground }}
        lasso={lasso}
        label={t("Map of {0} tokens.", formatCount(map.ids.length))}
        nameOf={(point) => `${labelOf(nameOf(point).text)}  ${map.ids[point] ?? ""}`}
        onSelect={(point) => showToken(view, nameOf(point))}
        onLasso={(points) => {
          setChosen(points);
          setLasso(false);
        }}
      />
      <ul class="map-legend" aria-label={t("Colours of the map")}>
        {colours.legend.map(({ label, colour }) => (
          <li key={label}>
            <span class="dot" style={{ backgroundColor: toCss(colour) }} aria-hidden="true" />
            {label}
          </li>
        ))}
      </ul>
      <div class="line spread">
        <Choice
          label={t("Colour by")}
          value={options.colour}
          options={[
            { value: "kind", label: t("kind") },
            { value: "frequency", label: t("frequency"), title: t("How often in the text") },
            { value: "position", label: t("position"), title: t("Where first in the text") },
          ]}
          onChange={(colour) => store.set(mapOptions, { ...options, colour })}
        />
        {map.axes === 0 ? null : (
          <Checkbox
            label={t("trails")}
            title={t("Draw the way of the selected, found and lassoed tokens while they learn")}
            checked={options.trails}
            onChange={(trails) => store.set(mapOptions, { ...options, trails })}
          />
        )}
        <IconButton
          icon="edit"
          label={t("Lasso: draw round points to list them (or drag with Shift; with the keyboard, Space in the map lists what is in view)")}
          pressed={lasso}
          onClick={() => setLasso(!lasso)}
        />
      </div>
      <input
        class="field wide"
        type="search"
        placeholder={t("Highlight tokens that hold…")}
        aria-label={t("Highlight tokens that hold this text")}
        spellcheck={false}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      {list.length === 0 ? null : (
        <div class="chosen">
          <span class="dim small" role="status">
            {list.length > listed
              ? plural(list.length, "{0} token, the first {1}", "{0} tokens, the first {1}", listed)
              : plural(list.length, "{0} token", "{0} tokens")}
          </span>
          {chosen.length === 0 ? null : <IconButton icon="close" label={t("Let go of the lassoed tokens")} onClick={() => setChosen([])} />}
          <div class="chips">
            {list.slice(0, listed).map((point) => (
              <button
                key={point}
                type="button"
                class="chip-button"
                title={t("Token {0}", map.ids[point] ?? "")}
                onClick={() => showToken(view, nameOf(point))}
              >
                <TokenName token={nameOf(point)} />
              </button>
            ))}
          </div>
        </div>
      )}
      <p class="dim small">{map.note}</p>
      <MapExports view={view} map={map} tables={tables} names={names} />
    </>
  );
}

function matches(ids: Int32Array, names: TokenNames, query: string): readonly number[] {
  const wanted = query.toLowerCase();
  const found: number[] = [];
  for (const [point, id] of ids.entries()) {
    const text = names.get(id)?.text;
    if (text !== undefined && "text" in text && text.text.toLowerCase().includes(wanted)) found.push(point);
  }
  return found;
}

function MapExports(props: InspectorProps & { readonly map: TokenMap; readonly tables: ReadyTables; readonly names: TokenNames }) {
  const { view, map, tables, names } = props;
  const canvases = (): HTMLCanvasElement[] => [...document.querySelectorAll<HTMLCanvasElement>(".cloud-canvas")];
  return (
    <ExportLine
      choices={[
        { label: ".npy", title: t("The coordinates of the points"), onSave: () => save(view, () => [projectionNpy(map)]) },
        {
          label: ".safetensors",
          title: t("Ids, coordinates and rows of the points"),
          onSave: () => save(view, () => [projectionSafetensors(map, tables)]),
        },
        {
          label: t("TSV pair"),
          title: t("vectors.tsv and metadata.tsv for the Embedding Projector"),
          onSave: () => save(view, () => projectorPair(map, tables, names)),
        },
        { label: "PNG", title: t("The map as a picture"), onSave: () => save(view, async () => [await picture("map.png", canvases())]) },
      ]}
    />
  );
}
