/** What people call the encoding of a document: a built-in one's name, or a model's, not the hash that identifies a file. */
import { findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { LensedDocument } from "./lenses.ts";

export const encodingLabel = ({ lens, live }: Pick<LensedDocument, "lens" | "live">): string =>
  findBuiltIn(lens.encoding)?.label ?? live.ready?.encoding.spec.label ?? "";
