/** The encodings, each vocabulary read and prepared when it is first needed, in slices, in Node and in the web host. */
import * as vscode from "vscode";
import { createEncodingSteps, type Encoding, type EncodingName, vocabularyFile } from "../../core/tokens/encoding.ts";
import { runSliced } from "../slices.ts";

export class Encodings {
  readonly #extensionUri: vscode.Uri;
  readonly #loading = new Map<EncodingName, Promise<Encoding>>();

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  /** Never started twice. A failed load is forgotten, so that the next wish tries again. */
  get(name: EncodingName): Promise<Encoding> {
    const known = this.#loading.get(name);
    if (known !== undefined) return known;
    const loading = this.#load(name);
    this.#loading.set(name, loading);
    loading.catch(() => this.#loading.delete(name));
    return loading;
  }

  async #load(name: EncodingName): Promise<Encoding> {
    const uri = vscode.Uri.joinPath(this.#extensionUri, "dist", "vocabularies", vocabularyFile(name));
    const bytes = await vscode.workspace.fs.readFile(uri);
    return runSliced(createEncodingSteps(name, bytes), new AbortController().signal);
  }
}
