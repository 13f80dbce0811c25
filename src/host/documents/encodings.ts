/** The encodings, built in or from a tokenizer's file, each read and prepared when it is first needed, in slices, in Node and in the web host. */
import * as vscode from "vscode";
import { findBuiltIn } from "../../core/tokens/catalogue.ts";
import { createEncodingSteps, type Encoding, type EncodingId } from "../../core/tokens/encoding.ts";
import { vocabularyFileName } from "../../core/tokens/encodingSpec.ts";
import { runSliced } from "../slices.ts";
import type { TokenizerFiles } from "../tokenizers/tokenizerFiles.ts";

export class Encodings {
  readonly #extensionUri: vscode.Uri;
  readonly #files: Pick<TokenizerFiles, "load">;
  readonly #loading = new Map<EncodingId, Promise<Encoding>>();

  constructor(extensionUri: vscode.Uri, files: Pick<TokenizerFiles, "load">) {
    this.#extensionUri = extensionUri;
    this.#files = files;
  }

  /** Never started twice. A failed load is forgotten, so that the next call tries again. */
  get(id: EncodingId): Promise<Encoding> {
    const known = this.#loading.get(id);
    if (known !== undefined) return known;
    const loading = this.#load(id);
    this.#loading.set(id, loading);
    loading.catch(() => this.#loading.delete(id));
    return loading;
  }

  async #load(id: EncodingId): Promise<Encoding> {
    const spec = findBuiltIn(id);
    if (spec === undefined) return this.#files.load(id);
    const uri = vscode.Uri.joinPath(this.#extensionUri, "dist", "vocabularies", vocabularyFileName(spec));
    const bytes = await vscode.workspace.fs.readFile(uri);
    return runSliced(createEncodingSteps(spec, bytes), new AbortController().signal);
  }
}
