/** The tokenizers' files that were opened on this machine: known by the hash of what is in them, compiled once and kept in storage, read again
 *  when they changed. */
import { errorText } from "../said.ts";
import * as v from "valibot";
import * as vscode from "vscode";
import type { Encoding, EncodingId } from "../../core/tokens/encoding.ts";
import type { EncodingFile } from "../../core/tokens/encodingSpec.ts";
import type { CompiledTokenizer } from "../../core/tokens/files/compiledTokenizer.ts";
import { idOfHash, idOfName } from "../../core/tokens/files/fileIds.ts";
import { needsPattern, TokenizerFileError } from "../../core/tokens/files/tokenizerFile.ts";
import { type PatternName, patternNames } from "../../core/tokens/pattern/patternName.ts";
import { UserError } from "../errors.ts";
import { nameOf } from "../names.ts";
import { namedTokenizers } from "./findTokenizers.ts";
import type { Platform } from "../platform/platform.ts";
import { runSliced } from "../slices.ts";
import { inMessage } from "../literal.ts";
import { WatchedFiles } from "./watchedFiles.ts";

/** Where a tokenizer came from, as it is remembered. `id` is how lenses name it; `sha256` is of the file as it was read last. */
const placeSchema = v.object({
  id: v.string(),
  uri: v.string(),
  label: v.string(),
  pattern: v.optional(v.picklist(patternNames)),
  sha256: v.string(),
  size: v.number(),
  mtime: v.number(),
});
export type TokenizerPlace = v.InferOutput<typeof placeSchema>;

const key = "tokenscope.tokenizerFiles";
/** Places remembered; the longest unused are forgotten first, with their compiled form. */
const remembered = 50;

export interface OpenedFile {
  readonly uri: vscode.Uri;
  readonly label: string;
  readonly pattern?: PatternName | undefined;
}

export class TokenizerFiles implements vscode.Disposable {
  readonly #platform: Platform;
  readonly #script: vscode.Uri;
  readonly #folder: vscode.Uri;
  readonly #memory: vscode.Memento;
  readonly #inUse = new WatchedFiles();
  readonly #changed = new vscode.EventEmitter<readonly EncodingId[]>();
  readonly #subscriptions = vscode.Disposable.from(
    this.#inUse,
    this.#changed,
    this.#inUse.onDidChange((uri) => this.#changed.fire(this.#idsOf(uri))),
  );
  /** A file that was loaded changed: the ids by which it is called. They must be loaded again. */
  readonly onDidChange = this.#changed.event;

  constructor(platform: Platform, extensionUri: vscode.Uri, storage: vscode.Uri, memory: vscode.Memento) {
    this.#platform = platform;
    this.#script = vscode.Uri.joinPath(extensionUri, "dist", "tokenizerWorker.mjs");
    this.#folder = vscode.Uri.joinPath(storage, "tokenizers");
    this.#memory = memory;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #idsOf(uri: vscode.Uri): readonly EncodingId[] {
    const key = uri.toString();
    const named = namedTokenizers(this.#platform).filter((each) => each.uri.toString() === key);
    return [...this.places.filter((place) => place.uri === key).map(({ id }) => id), ...named.map(({ label }) => idOfName(label))];
  }

  /** Foreign until checked: another version of Tokenscope may have written it. */
  get places(): readonly TokenizerPlace[] {
    return v.parse(v.fallback(v.array(placeSchema), []), this.#memory.get(key));
  }

  placeOf(id: EncodingId): TokenizerPlace | undefined {
    return this.places.find((place) => place.id === id);
  }

  /** What files are called: the entries of the setting, and what was opened here. */
  get names(): readonly string[] {
    return [...new Set([...namedTokenizers(this.#platform), ...this.places].map(({ label }) => label))];
  }

  /** The id of the file that is called so; undefined when none is. */
  idCalled(name: string): EncodingId | undefined {
    if (namedTokenizers(this.#platform).some(({ label }) => label === name)) return idOfName(name);
    return this.places.find(({ label }) => label === name)?.id;
  }

  /** The id of the file that an entry of the setting `tokenscope.tokenizers` names, as the file is now.
   *  @throws UserError when there is no such entry, or its file can't be used */
  async idOfNamed(name: string): Promise<EncodingId> {
    const found = namedTokenizers(this.#platform).find(({ label }) => label === name);
    if (found === undefined) {
      throw new UserError(
        vscode.l10n.t("The setting tokenscope.tokenizers has no entry {0}. Choose another encoding with Select Encoding.", name),
      );
    }
    const { uri } = found;
    const pattern = needsPattern(uri.path) ? this.places.find((place) => place.uri === uri.toString())?.pattern : undefined;
    if (pattern === undefined && needsPattern(uri.path)) {
      throw new UserError(
        vscode.l10n.t("{0} holds ranks and no pattern. Choose it once with Select Encoding, which asks for the pattern.", name),
      );
    }
    return this.open({ uri, label: name, pattern }, new AbortController().signal);
  }

  /** Reads and compiles a file, unless it is known as it is. @throws UserError naming what is not followed */
  async open({ uri, label, pattern }: OpenedFile, signal: AbortSignal): Promise<EncodingId> {
    const known = this.places.findLast((place) => place.uri === uri.toString() && place.label === label && place.pattern === pattern);
    if (known !== undefined && (await this.#isUnchanged(known)) && (await this.#stored(known.sha256)) !== undefined) return known.id;
    const place = await this.#read(uri, label, pattern, signal);
    return place.id;
  }

  /** @throws UserError when the file is not known here, is missing, or is not followed any more */
  async load(id: EncodingId): Promise<Encoding> {
    const place = this.placeOf(id);
    if (place === undefined) {
      throw new UserError(
        vscode.l10n.t(
          "This text was looked at with a tokenizer's file that is not known on this machine. Choose it, or another encoding, with Select Encoding.",
        ),
      );
    }
    this.#inUse.watch(vscode.Uri.parse(place.uri, true));
    const compiled = (await this.#isUnchanged(place)) ? await this.#stored(place.sha256) : undefined;
    if (compiled !== undefined) return this.#encoding(place, compiled);
    const { signal } = new AbortController();
    const now = await this.#read(vscode.Uri.parse(place.uri, true), place.label, place.pattern, signal, id);
    if (now.sha256 !== place.sha256)
      void vscode.window.showInformationMessage(
        vscode.l10n.t("The tokenizer {0} changed on disk and was read again.", inMessage(place.label)),
      );
    const again = await this.#stored(now.sha256);
    if (again === undefined) throw new Error(`The compiled form of ${place.label} could not be kept in ${this.#folder.toString()}.`);
    return this.#encoding(now, again);
  }

  async #encoding({ sha256, label, uri: where, pattern }: TokenizerPlace, compiled: CompiledTokenizer): Promise<Encoding> {
    const { fileEncodingSteps } = await import("../../core/tokens/files/fileEncoding.ts");
    const file = this.#fileOf({ sha256, uri: where, pattern }, compiled.form);
    const identity = { id: idOfHash(sha256), label, usedBy: "", file };
    return runSliced(fileEncodingSteps(compiled, identity), new AbortController().signal);
  }

  #fileOf({ sha256, uri: where, pattern }: Pick<TokenizerPlace, "sha256" | "uri" | "pattern">, form: string): EncodingFile {
    const uri = vscode.Uri.parse(where, true);
    const path = uri.scheme === "file" ? uri.fsPath : undefined;
    return { sha256, place: placeText(uri, this.#platform.homeFolder), uri: where, path, form, pattern };
  }

  /** The encoding under the name and place that its file was opened by last: models that share a tokenizer have files of the same hash. */
  asOpenedLast(encoding: Encoding): Encoding {
    const { spec } = encoding;
    const place = this.placeOf(spec.id);
    if (place === undefined || spec.file === undefined || (place.uri === spec.file.uri && place.label === spec.label)) return encoding;
    return { ...encoding, spec: { ...spec, label: place.label, file: this.#fileOf(place, spec.file.form) } };
  }

  /** @throws UserError when the file is missing */
  async #isUnchanged({ uri, label, size, mtime }: TokenizerPlace): Promise<boolean> {
    const stat = await this.#stat(vscode.Uri.parse(uri, true), label);
    return stat.size === size && stat.mtime === mtime;
  }

  async #stat(uri: vscode.Uri, label: string): Promise<vscode.FileStat> {
    try {
      const stat = await vscode.workspace.fs.stat(uri);
      if ((stat.type & vscode.FileType.File) !== 0) return stat;
      throw new Error("It is no file."); // a pipe would be waited for without end
    } catch {
      throw new UserError(
        vscode.l10n.t(
          "The tokenizer {0} is missing: there is no file {1}. Choose another encoding with Select Encoding.",
          label,
          uri.fsPath,
        ),
      );
    }
  }

  async #read(
    uri: vscode.Uri,
    label: string,
    pattern: PatternName | undefined,
    signal: AbortSignal,
    id?: EncodingId,
  ): Promise<TokenizerPlace> {
    const { size, mtime } = await this.#stat(uri, label);
    const bytes = await vscode.workspace.fs.readFile(uri);
    const hasher = this.#platform.sha256();
    hasher.update(bytes);
    if (pattern !== undefined) hasher.update(new TextEncoder().encode(`\n${pattern}`)); // the same ranks split otherwise are another encoding
    const sha256 = await hasher.digest();
    try {
      const { compiledElsewhere } = await import("./compiledFile.ts");
      const compiled = await compiledElsewhere(this.#platform, this.#script, { bytes, name: nameOf(uri), pattern }, signal);
      await vscode.workspace.fs.createDirectory(this.#folder);
      await vscode.workspace.fs.writeFile(this.#storedAt(sha256), compiled);
    } catch (error) {
      if (error instanceof TokenizerFileError) throw new UserError(vscode.l10n.t("{0} can't be used: {1}", label, errorText(error)));
      throw error;
    }
    const place: TokenizerPlace = {
      id: id ?? idOfHash(sha256),
      uri: uri.toString(),
      label,
      sha256,
      size,
      mtime,
      ...(pattern && { pattern }),
    };
    if (id !== undefined) await this.#remember({ ...place, id: idOfHash(sha256) }); // what it is now goes by its own hash too
    await this.#remember(place);
    return place;
  }

  async #remember(place: TokenizerPlace): Promise<void> {
    const all = [...this.places.filter(({ id }) => id !== place.id), place];
    const forgotten = all.splice(0, Math.max(0, all.length - remembered));
    await this.#memory.update(key, all);
    for (const { sha256 } of forgotten) {
      if (!all.some((each) => each.sha256 === sha256))
        await vscode.workspace.fs.delete(this.#storedAt(sha256)).then(undefined, () => undefined); // it may be gone
    }
  }

  #storedAt(sha256: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, `${sha256}.tokenizer`);
  }

  /** The compiled form of the file with this hash, as bytes; undefined when nothing is stored. */
  async compiledForm(sha256: string): Promise<Uint8Array | undefined> {
    try {
      return await vscode.workspace.fs.readFile(this.#storedAt(sha256));
    } catch {
      return undefined;
    }
  }

  /** Undefined when nothing is stored, or something that was not written whole. */
  async #stored(sha256: string): Promise<CompiledTokenizer | undefined> {
    const bytes = await this.compiledForm(sha256);
    try {
      const { readCompiled } = await import("../../core/tokens/files/compiledTokenizer.ts");
      return bytes && readCompiled(bytes);
    } catch {
      return undefined;
    }
  }
}

/** Relative to the workspace, from the home folder, or the whole path. */
function placeText(uri: vscode.Uri, home: vscode.Uri | undefined): string {
  const inWorkspace = vscode.workspace.asRelativePath(uri, false);
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return inWorkspace;
  if (home !== undefined && uri.scheme === home.scheme && uri.path.startsWith(`${home.path}/`))
    return `~${uri.path.slice(home.path.length)}`;
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}
