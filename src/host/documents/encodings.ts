/** The encodings, built in or from a tokenizer's file, each read and prepared when it is first needed, in slices, in Node and in the web host. */
import { said } from "../said.ts";
import * as vscode from "vscode";
import { builtInIds, findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { Encoding, EncodingId } from "../../core/tokens/encoding.ts";
import { type BuiltInSpec, vocabularyFileName } from "../../core/tokens/encodingSpec.ts";
import { nameOfId } from "../../core/tokens/files/fileIds.ts";
import { runSliced } from "../slices.ts";
import { unreadable } from "../chosenFiles/unreadable.ts";
import type { TokenSetup } from "../tokenWorkers/tokenSetup.ts";
import type { TokenizerFiles } from "../tokenizers/tokenizerFiles.ts";

type OpenFiles = Pick<
  TokenizerFiles,
  "onDidChange" | "load" | "asOpenedLast" | "compiledForm" | "idOfNamed" | "idCalled" | "names" | "placeOf"
>;

export class Encodings implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #files: OpenFiles;
  readonly #warn: (sentence: string) => void;
  #isCoreKnown = false;
  readonly #loading = new Map<EncodingId, Promise<Encoding>>();
  readonly #changed = new vscode.EventEmitter<readonly EncodingId[]>();
  readonly #subscriptions: vscode.Disposable;
  /** The files of these encodings changed: what was got before is not what they are now. */
  readonly onDidChange = this.#changed.event;

  /** @param warn called with a sentence for the log, once, where the tokenizer is slow */
  constructor(extensionUri: vscode.Uri, files: OpenFiles, warn: (sentence: string) => void) {
    this.#extensionUri = extensionUri;
    this.#files = files;
    this.#warn = warn;
    const forget = files.onDidChange((ids) => {
      for (const id of ids) this.#loading.delete(id);
      this.#changed.fire(ids);
    });
    this.#subscriptions = vscode.Disposable.from(this.#changed, forget);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Never started twice. A failed load is forgotten, so that the next call tries again. */
  async get(id: EncodingId): Promise<Encoding> {
    const name = nameOfId(id);
    if (name !== undefined) return this.get(await this.#files.idOfNamed(name)); // the setting, and the file, may have changed
    let loading = this.#loading.get(id);
    if (loading === undefined) {
      loading = this.#load(id);
      this.#loading.set(id, loading);
      loading.catch(() => this.#loading.delete(id));
    }
    return this.#files.asOpenedLast(await loading);
  }

  /** The encoding for a thread to make its own of: of a tokenizer's file, as it is known here; undefined when its compiled form is gone. */
  async setup(id: EncodingId): Promise<TokenSetup | undefined> {
    const builtIn = findBuiltIn(id);
    if (builtIn !== undefined) return { kind: "builtIn", id, vocabulary: await this.#vocabulary(builtIn) };
    const { spec } = await this.get(id);
    const compiled = spec.file && (await this.#files.compiledForm(spec.file.sha256));
    if (compiled === undefined) return undefined;
    return { kind: "file", compiled, identity: { id: spec.id, label: spec.label, usedBy: spec.usedBy, file: spec.file } };
  }

  /** The names that programs may ask for, besides those of models. */
  get names(): readonly string[] {
    return [...builtInIds, ...this.#files.names];
  }

  /** The encoding with this name: a built-in one's, or a tokenizer's file's. */
  called(name: string): EncodingId | undefined {
    return findBuiltIn(name)?.id ?? this.#files.idCalled(name);
  }

  /** Whether it can be asked for: it is built in, or comes from a file that was opened on this machine. */
  isKnown(id: EncodingId): boolean {
    return findBuiltIn(id) !== undefined || this.#files.placeOf(id) !== undefined;
  }

  async #load(id: EncodingId): Promise<Encoding> {
    if (!this.#isCoreKnown) await this.#lookForCore();
    const spec = findBuiltIn(id);
    if (spec === undefined) return this.#files.load(id);
    const [bytes, { createEncodingSteps }] = await Promise.all([this.#vocabulary(spec), import("../../core/tokens/encoding.ts")]);
    return runSliced(createEncodingSteps(spec, bytes), new AbortController().signal);
  }

  async #vocabulary(spec: BuiltInSpec): Promise<Uint8Array> {
    const file = vscode.Uri.joinPath(this.#extensionUri, "dist", "vocabularies", vocabularyFileName(spec));
    try {
      return await vscode.workspace.fs.readFile(file);
    } catch (error) {
      const sentence = vscode.l10n.t("The vocabulary of {0} {1}. Install Tokenscope again.", spec.label, said(unreadable(error)));
      throw new Error(sentence, { cause: error });
    }
  }

  async #lookForCore(): Promise<void> {
    this.#isCoreKnown = true;
    const { hasCore } = await import("../../core/tokens/engine/core.ts");
    if (!hasCore())
      this.#warn(
        "WebAssembly SIMD does not run here, so texts are tokenized by the plain algorithm: the same ids, some hundred times slower.",
      );
  }
}
