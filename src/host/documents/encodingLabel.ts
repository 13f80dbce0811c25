/** What people call the encoding of a document: a built-in one's name, or a model's, not the hash that identifies a file. */
import * as vscode from "vscode";
import { findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { Encoding } from "../../core/tokens/encoding.ts";
import type { StartAndEnd } from "../../core/tokens/template.ts";
import { addedTexts } from "../../lens/addedTexts.ts";
import type { LensedDocument } from "./lenses.ts";

export const encodingLabel = ({ lens, live }: Pick<LensedDocument, "lens" | "live">): string =>
  findBuiltIn(lens.encoding)?.label ?? live.ready?.encoding.spec.label ?? "";

/** As `encodingLabel`, with what is put around the text. */
export function labelWithAdded(lensed: Pick<LensedDocument, "lens" | "live">): string {
  const text = lensed.live.ready?.text;
  return text?.added === undefined ? encodingLabel(lensed) : labelWith(text.encoding, text.added);
}

/** "Llama-3.1 with <|begin_of_text|>" */
export const labelWith = (encoding: Encoding, added: StartAndEnd): string =>
  vscode.l10n.t("{0} with {1}", encoding.spec.label, addedTexts(encoding, added).join(" "));
