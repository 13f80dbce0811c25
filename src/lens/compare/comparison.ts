/** Which encodings a text is compared under, and what is known of each. */
import type { EncodingId } from "../../core/tokens/encodingSpec.ts";
import type { LensOptions } from "../options.ts";

/** The text under one encoding. */
export interface ComparedEncoding {
  readonly id: EncodingId;
  /** What people call it. */
  readonly label: string;
  readonly tokens:
    | { readonly kind: "tokenizing"; readonly done: number }
    | { readonly kind: "failed"; readonly message: string }
    | { readonly kind: "ready"; readonly tokenCount: number };
}

export interface EncodingChoice {
  readonly id: EncodingId;
  readonly label: string;
}

/** What the tab Compare shows beside the rows. */
export interface ComparisonState {
  /** Another one whenever the tokens of one of the others changed; those of the first have the text's own revision. */
  readonly revision: number;
  /** The lens's encoding first. */
  readonly encodings: readonly ComparedEncoding[];
  /** What can be chosen: the built-in ones, and the files that were opened on this machine. */
  readonly choices: readonly EncodingChoice[];
}

/** The lens's own encoding, then the others, each once. */
export const comparedIds = ({ encoding, compared }: Pick<LensOptions, "encoding" | "compared">): readonly EncodingId[] => [
  ...new Set([encoding, ...compared]),
];

/** How many more tokens than the first encoding's, in percent: below 0 for fewer. Undefined where there is nothing to compare with. */
export const percentMore = (tokenCount: number, firstCount: number): number | undefined =>
  firstCount === 0 ? undefined : 100 * (tokenCount / firstCount - 1);
