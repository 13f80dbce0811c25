/** What the points of the map are coloured by: how often, where first, or what kind of token. */
import type { DistinctToken } from "../../../protocol/embeddingInspector.ts";
import { mix, type Palette, type Rgb } from "../inputRows/palette.ts";
import type { TokenLabel } from "../state.ts";

export type MapColour = "frequency" | "position" | "kind";

const kinds = ["word start", "word part", "number", "punctuation", "whitespace", "bytes"] as const;
type TokenKind = (typeof kinds)[number];

function kindOf({ text, partial }: TokenLabel): TokenKind {
  if (partial) return "bytes";
  if (/^\s*$/u.test(text)) return "whitespace";
  if (/^\s?\p{N}+$/u.test(text)) return "number";
  if (!/[\p{L}\p{M}]/u.test(text)) return "punctuation";
  return /^[\s\p{Lu}]/u.test(text) ? "word start" : "word part";
}

interface LegendEntry {
  readonly label: string;
  readonly colour: Rgb;
}

export interface PointColours {
  /** [count, 3], 0 … 255. */
  readonly values: Uint8Array<ArrayBuffer>;
  readonly legend: readonly LegendEntry[];
}

/** Points without the quality (a token not in the text, say) are faint. */
const faintShare = 0.35;

export function pointColours(
  by: MapColour,
  ids: Int32Array,
  distinct: ReadonlyMap<number, DistinctToken>,
  names: ReadonlyMap<number, TokenLabel>,
  tokenCount: number,
  palette: Palette,
): PointColours {
  const values = new Uint8Array(ids.length * 3);
  const faint = mix(palette.zero, palette.foreground, faintShare);
  const paint = (colourOf: (id: number) => Rgb): Uint8Array<ArrayBuffer> => {
    for (const [i, id] of ids.entries()) values.set(colourOf(id).map(Math.round), i * 3);
    return values;
  };
  if (by === "kind") {
    const colourOf = (kind: TokenKind): Rgb => palette.kinds[kinds.indexOf(kind)] ?? faint;
    return {
      values: paint((id) => {
        const name = names.get(id);
        return name === undefined ? faint : colourOf(kindOf(name));
      }),
      legend: kinds.map((kind) => ({ label: kind, colour: colourOf(kind) })),
    };
  }
  const most = Math.max(1, ...[...distinct.values()].map(({ count }) => count));
  const share = ({ count, first }: DistinctToken): number =>
    by === "frequency" ? Math.log(count) / Math.log(Math.max(2, most)) : first / Math.max(1, tokenCount - 1);
  return {
    values: paint((id) => {
      const token = distinct.get(id);
      return token === undefined ? faint : mix(palette.negative, palette.positive, share(token));
    }),
    legend: [
      { label: by === "frequency" ? "once" : "at the start", colour: palette.negative },
      { label: by === "frequency" ? `${most.toLocaleString("en-US")} times` : "at the end", colour: palette.positive },
      { label: "not in the text", colour: faint },
    ],
  };
}
