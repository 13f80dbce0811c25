/** All that the inspector shows, and every way it changes. Pure: effects live in controller.ts, drawing in the components. */
import type { Embedding } from "../../core/embeddings/embedding.ts";
import type { Metric } from "../../core/embeddings/similarity.ts";
import type { DistinctToken } from "../../protocol/embeddingInspector.ts";
import type { ViewState } from "../../protocol/views.ts";
import type { InputRows, LookUpProof } from "./worker/compute.ts";
import type { GpuReport } from "./gpu/gpu.ts";
import { defaultKept, type Kept, type Section } from "./kept.ts";
import type { MapSource } from "./map/mapPoints.ts";
import type { TableFacts } from "./neighbours/neighbourJobs.ts";
import type { Palette } from "./inputRows/palette.ts";

type TablesState =
  | { readonly kind: "none" }
  /** done is 0 … 1. */
  | { readonly kind: "loading"; readonly label: string; readonly done: number }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string }
  | ReadyTables;

export interface ReadyTables {
  readonly kind: "ready";
  readonly key: string;
  readonly source: "seeded" | "file";
  readonly token: Embedding;
  /** Undefined: the file holds none. May have more rows than the lens asks for. */
  readonly positional: Embedding | undefined;
}

/** One token of the text, as the inspector labels it. */
export interface TokenLabel {
  readonly id: number;
  readonly text: string;
  readonly partial: boolean;
  /** Its place in the text, where one is meant: a token has one tint everywhere. */
  readonly index?: number;
}

export interface Anatomy {
  readonly key: string;
  /** Index of the window, of its first token, of its batch (undefined: left out by drop_last), and its row there. */
  readonly window: number;
  readonly tokenFrom: number;
  readonly batch: number | undefined;
  readonly row: number;
  readonly tokens: readonly TokenLabel[];
  /** [batchSize, maxLength] */
  readonly batchIds: Int32Array;
  readonly rows: InputRows;
  readonly positions: "learned" | "sinusoidal";
  /** Said beside the picture when something stands in for something else. */
  readonly note: string | undefined;
}

type AnatomyState =
  /** The window's first tokens, as soon as they are known: they are shown before there are vectors. */
  | { readonly kind: "waiting"; readonly tokens: readonly TokenLabel[] }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "ready"; readonly anatomy: Anatomy };

export type PlaygroundState =
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "ready"; readonly table: Embedding; readonly ids: Int32Array; readonly proof: LookUpProof };

export interface SignedToken extends TokenLabel {
  readonly factor: 1 | -1;
}

export interface NeighbourRow extends TokenLabel {
  readonly score: number;
  /** False for rows that only pad the table. */
  readonly known: boolean;
}

type NeighboursState =
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly message: string }
  | {
      readonly kind: "ready";
      readonly rows: readonly NeighbourRow[];
      readonly metric: Metric;
      readonly ms: number;
      readonly bytesRead: number;
    };

export interface TokenMap {
  readonly source: MapSource;
  readonly method: "pca" | "umap";
  readonly ids: Int32Array;
  /** [ids.length, 2] */
  readonly positions: Float32Array;
  /** Below 1 while UMAP is at work. */
  readonly done: number;
  /** What the picture holds, and what it leaves out. */
  readonly note: string;
  readonly distinct: ReadonlyMap<number, DistinctToken>;
}

export type MapState =
  | { readonly kind: "off" }
  /** done is 0 … 1, where it is known. */
  | { readonly kind: "working"; readonly label: string; readonly done?: number }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "ready"; readonly map: TokenMap };

type CosineMapState =
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly message: string }
  /** values: [count, count], −1 … 1. */
  | { readonly kind: "ready"; readonly values: Float32Array; readonly count: number };

/** The cell under the pointer or the arrow keys. */
export interface Cell {
  readonly row: number;
  readonly dimension: number;
}

export interface InspectorState {
  readonly view: ViewState | undefined;
  readonly gpu: GpuReport | undefined;
  /** Of the last computation. */
  readonly computeMs: number | undefined;
  /** Grows when a lost context was replaced: results are computed anew. */
  readonly generation: number;
  readonly palette: Palette | undefined;
  readonly tables: TablesState;
  readonly anatomy: AnatomyState;
  readonly cell: Cell | undefined;
  /** First row and first dimension drawn, where not all fit. */
  readonly rowFrom: number;
  readonly dimensionFrom: number;
  readonly playground: PlaygroundState;
  /** What neighbours are asked of: the selected token, or a sum the user made. */
  readonly terms: readonly SignedToken[];
  readonly neighbours: NeighboursState;
  /** Of the token table shown. */
  readonly facts: TableFacts | undefined;
  readonly map: MapState;
  readonly cosineMap: CosineMapState;
  /** Tokens named so far, by id. */
  readonly names: ReadonlyMap<number, TokenLabel>;
  /** The last thing that went wrong outside of a section. */
  readonly problem: string | undefined;
  readonly optionsOpen: boolean;
  readonly kept: Kept;
}

export type Action =
  | { readonly kind: "view"; readonly view: ViewState }
  | { readonly kind: "gpu"; readonly report: GpuReport }
  | { readonly kind: "restored" }
  | { readonly kind: "computed"; readonly ms: number }
  | { readonly kind: "palette"; readonly palette: Palette }
  | { readonly kind: "tables"; readonly tables: TablesState }
  | { readonly kind: "anatomy"; readonly anatomy: AnatomyState }
  | { readonly kind: "windowTokens"; readonly tokens: readonly TokenLabel[] }
  | { readonly kind: "cell"; readonly cell: Cell | undefined }
  | { readonly kind: "moveCell"; readonly rows: number; readonly dimensions: number }
  /** count: how many of them are drawn at once. */
  | { readonly kind: "showRows"; readonly from: number }
  | { readonly kind: "showDimensions"; readonly from: number; readonly count: number }
  | { readonly kind: "playground"; readonly playground: PlaygroundState }
  /** The lens' token, or that of the window: takes the first place among the terms. */
  | { readonly kind: "focus"; readonly token: TokenLabel }
  | { readonly kind: "terms"; readonly terms: readonly SignedToken[] }
  | { readonly kind: "neighbours"; readonly neighbours: NeighboursState }
  | { readonly kind: "facts"; readonly facts: TableFacts | undefined }
  | { readonly kind: "map"; readonly map: MapState }
  | { readonly kind: "cosineMap"; readonly map: CosineMapState }
  | { readonly kind: "names"; readonly tokens: readonly TokenLabel[] }
  | { readonly kind: "problem"; readonly message: string | undefined }
  | { readonly kind: "toggleOptions" }
  | { readonly kind: "toggleSection"; readonly section: Section }
  | { readonly kind: "keep"; readonly change: Partial<Kept> };

export const initialState = (kept: Kept = defaultKept): InspectorState => ({
  view: undefined,
  gpu: undefined,
  computeMs: undefined,
  generation: 0,
  palette: undefined,
  tables: { kind: "none" },
  anatomy: { kind: "waiting", tokens: [] },
  cell: undefined,
  rowFrom: 0,
  dimensionFrom: 0,
  playground: { kind: "waiting" },
  terms: [],
  neighbours: { kind: "waiting" },
  facts: undefined,
  map: { kind: "off" },
  cosineMap: { kind: "waiting" },
  names: new Map(),
  problem: undefined,
  optionsOpen: false,
  kept,
});

export function reduce(state: InspectorState, action: Action): InspectorState {
  switch (action.kind) {
    case "view":
      return withView(state, action.view);
    case "gpu":
      return { ...state, gpu: action.report };
    case "restored":
      return { ...state, generation: state.generation + 1 };
    case "computed":
      return { ...state, computeMs: action.ms };
    case "palette":
      return { ...state, palette: action.palette };
    case "tables":
      return { ...state, tables: action.tables };
    case "anatomy":
      return withAnatomy(state, action.anatomy);
    case "windowTokens":
      return state.anatomy.kind === "waiting" ? { ...state, anatomy: { kind: "waiting", tokens: action.tokens } } : state;
    case "cell":
      return { ...state, cell: action.cell };
    case "moveCell":
      return showCell(state, moveCell(state, action.rows, action.dimensions));
    case "showRows":
      return { ...state, rowFrom: clampRow(state, action.from) };
    case "showDimensions":
      return { ...state, dimensionFrom: clampDimension(state, action.from, action.count) };
    case "playground":
      return { ...state, playground: action.playground };
    case "focus":
      return { ...state, terms: [{ ...action.token, factor: 1 }, ...state.terms.slice(1)] };
    case "terms":
      return { ...state, terms: action.terms };
    case "neighbours":
      return { ...state, neighbours: action.neighbours };
    case "facts":
      return { ...state, facts: action.facts };
    case "map":
      return { ...state, map: action.map };
    case "cosineMap":
      return { ...state, cosineMap: action.map };
    case "names":
      return { ...state, names: new Map([...state.names, ...action.tokens.map((token) => [token.id, token] as const)]) };
    case "problem":
      return { ...state, problem: action.message };
    case "toggleOptions":
      return { ...state, optionsOpen: !state.optionsOpen };
    case "toggleSection":
      return { ...state, kept: { ...state.kept, folded: toggle(state.kept.folded, action.section) } };
    case "keep":
      return { ...state, kept: { ...state.kept, ...action.change } };
    default:
      return action satisfies never;
  }
}

/** Another encoding gives other texts to the same ids. */
function withView(state: InspectorState, view: ViewState): InspectorState {
  const isSameVocabulary =
    state.view === undefined || (state.view.lens.encoding === view.lens.encoding && namesFit(state.view) === namesFit(view));
  return isSameVocabulary ? { ...state, view } : { ...state, view, names: new Map(), terms: [], neighbours: { kind: "waiting" } };
}

/** Whether the rows are those of the encoding's tokens, so that its words name them. */
export const namesFit = ({ lens, weights }: ViewState): boolean =>
  lens.embedding.weights === "seeded" || weights.kind !== "file" || weights.namesFit;

const toggle = <Item>(items: readonly Item[], item: Item): readonly Item[] =>
  items.includes(item) ? items.filter((other) => other !== item) : [...items, item];

/** Rows of each map drawn at once; a longer window is paged. */
export const rowsPerPage = 16;

function withAnatomy(state: InspectorState, anatomy: AnatomyState): InspectorState {
  const next = { ...state, anatomy, cell: keepCell(state.cell, anatomy) };
  return { ...next, rowFrom: clampRow(next, state.rowFrom), dimensionFrom: clampDimension(next, state.dimensionFrom, 1) };
}

/** Pages to the cell. */
const showCell = (state: InspectorState, cell: Cell | undefined): InspectorState =>
  cell === undefined ? { ...state, cell } : { ...state, cell, rowFrom: clampRow(state, cell.row) };

/** Pages begin at multiples of their length. */
function clampRow({ anatomy }: InspectorState, row: number): number {
  if (anatomy.kind !== "ready") return 0;
  const last = clamp(row, 0, anatomy.anatomy.rows.maxLength - 1);
  return last - (last % rowsPerPage);
}

const clampDimension = ({ anatomy }: InspectorState, from: number, count: number): number =>
  anatomy.kind === "ready" ? clamp(from, 0, Math.max(0, anatomy.anatomy.rows.embeddingDim - count)) : 0;

/** The cursor stays where it is as long as the new picture has such a cell. */
function keepCell(cell: Cell | undefined, next: AnatomyState): Cell | undefined {
  if (cell === undefined || next.kind !== "ready") return undefined;
  const { maxLength, embeddingDim } = next.anatomy.rows;
  return cell.row < maxLength && cell.dimension < embeddingDim ? cell : undefined;
}

function moveCell({ anatomy, cell }: InspectorState, rows: number, dimensions: number): Cell | undefined {
  if (anatomy.kind !== "ready") return undefined;
  if (cell === undefined) return { row: 0, dimension: 0 };
  const { maxLength, embeddingDim } = anatomy.anatomy.rows;
  return { row: clamp(cell.row + rows, 0, maxLength - 1), dimension: clamp(cell.dimension + dimensions, 0, embeddingDim - 1) };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
