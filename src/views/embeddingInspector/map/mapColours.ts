/** What the points of the map are coloured by: how often, where first, or what kind of token. */
import type { DistinctToken } from "../../../protocol/embeddingInspector.ts";
import { t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { mix, type Palette, type Rgb } from "../parts/palette.ts";
import type { TokenLabel } from "../tokens/tokenLabel.ts";

export type MapColour = "frequency" | "position" | "kind";

const kinds = ["word start", "word part", "number", "punctuation", "whitespace", "bytes"] as const;
type TokenKind = (typeof kinds)[number];

function kindOf({ text: token }: TokenLabel): TokenKind {
  if (!("text" in token)) return "bytes";
  const { text } = token;
  if (/^\s*$/u.test(text)) return "whitespace";
  if (/^\s?\p{N}+$/u.test(text)) return "number";
  if (!/[\p{L}\p{M}]/u.test(text)) return "punctuation";
  return /^[\s\p{Lu}]/u.test(text) ? "word start" : "word part";
}

function nameOf(kind: TokenKind): string {
  switch (kind) {
    case "word start":
      return t("word start");
    case "word part":
      return t("word part");
    case "number":
      return t("number");
    case "punctuation":
      return t("punctuation");
    case "whitespace":
      return t("whitespace");
    case "bytes":
      return t("bytes");
    default:
      return kind satisfies never;
  }
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

/** Points that lack what the colour shows (a token that is not in the text) are faint. */
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
      legend: kinds.map((kind) => ({ label: nameOf(kind), colour: colourOf(kind) })),
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
      { label: by === "frequency" ? t("once") : t("at the start"), colour: palette.negative },
      { label: by === "frequency" ? t("{0} times", formatCount(most)) : t("at the end"), colour: palette.positive },
      { label: t("not in the text"), colour: faint },
    ],
  };
}
