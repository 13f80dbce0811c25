/** A file of token ids, open: what is known of it, its pages, and the lens it is looked at with. The document of the tokenized-file editor. */
import { errorText } from "../said.ts";
import * as vscode from "vscode";
import type { IdType } from "../../core/datasets/idBytes.ts";
import { manifestName } from "../../core/datasets/manifest.ts";
import { type DescribedFile, describedFile } from "../../core/datasets/readManifest.ts";
import { openTokenFile, startLength, type TokenFile } from "../../core/datasets/tokenFile.ts";
import { applyPatch, changeLens, type Lens, type LensPatch, mergePatches } from "../../lens/lens.ts";
import { countPages, pagedSource } from "../../lens/sources/pagedSource.ts";
import { createTokenService, type TokenService } from "../../lens/tokenService.ts";
import type { SourceCounts } from "../../lens/sources/tokenSource.ts";
import type { Encodings } from "../documents/encodings.ts";
import type { LensMemory } from "../documents/lensMemory.ts";
import { Revisions } from "../documents/revisions.ts";
import { longestManifest } from "../chosenFiles/exportedFiles.ts";
import { nameOf, patternOf } from "../names.ts";
import type { RandomAccessFile } from "../platform/files.ts";
import type { Platform } from "../platform/platform.ts";
import { lensFromSettings } from "../settings.ts";
import { readSmallFile } from "../smallFile.ts";
import { createPause } from "../slices.ts";
import { tokenPages } from "./tokenPages.ts";

export interface TokenizedFileServices {
  readonly platform: Platform;
  readonly encodings: Encodings;
  readonly memory: LensMemory;
  readonly log: vscode.LogOutputChannel;
}

export interface OpenTokens {
  readonly kind: "ready";
  readonly file: TokenFile;
  readonly service: TokenService;
}

export type FileState =
  | { readonly kind: "tokenizing"; readonly done: number }
  | { readonly kind: "failed"; readonly message: string }
  | OpenTokens;

/** Files up to here are counted whole, in tokens; of larger ones only the pages looked at are read. */
const longestCounted = 2 ** 22;

export class TokenizedFile implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly #services: TokenizedFileServices;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #watcher: vscode.FileSystemWatcher;
  readonly #onDisposed: () => void;
  readonly #revisions = new Revisions();
  #changes: LensPatch;
  #described: DescribedFile | undefined;
  /** Of a file of windows. */
  #rowLength: number | undefined;
  /** As the user chose it, for a .bin without a manifest. */
  #chosenType: IdType | undefined;
  #state: FileState = { kind: "tokenizing", done: 0 };
  #bytes: RandomAccessFile | undefined;
  #controller = new AbortController();

  constructor(uri: vscode.Uri, services: TokenizedFileServices, onDisposed: () => void) {
    this.uri = uri;
    this.#onDisposed = onDisposed;
    this.#services = services;
    this.#changes = services.memory.recall(uri);
    this.#watcher = vscode.workspace.createFileSystemWatcher(patternOf(uri));
    this.#watcher.onDidChange(() => void this.open());
    this.#watcher.onDidCreate(() => void this.open());
  }

  get name(): string {
    return nameOf(this.uri);
  }

  get state(): FileState {
    return this.#state;
  }

  get ready(): OpenTokens | undefined {
    return this.#state.kind === "ready" ? this.#state : undefined;
  }

  /** The settings, then what the manifest says, then what the user changed. */
  get lens(): Lens {
    const settings = lensFromSettings(this.uri, (sentence) => this.#services.log.warn(sentence));
    const described = this.#described;
    // Rows lie end to end: whatever stride they were cut with, the next row begins where one ends.
    const rowLength = this.#rowLength;
    const said: LensPatch = {
      ...(described === undefined ? {} : { windows: { maxLength: described.maxLength, stride: described.stride } }),
      ...(rowLength === undefined ? {} : { windows: { maxLength: rowLength, stride: rowLength } }),
      ...(described !== undefined && this.#services.encodings.isKnown(described.encoding) ? { encoding: described.encoding } : {}),
    };
    return applyPatch(applyPatch(settings, said), this.#changes);
  }

  /** How the ids are stored and how that is known, and what does not fit. */
  get note(): string {
    const ready = this.ready;
    if (ready === undefined) return "";
    const { idType, known, tokenCount } = ready.file;
    const rows = ready.file.rowLength;
    const how = {
      header:
        rows === undefined
          ? vscode.l10n.t("{0}, says the file's header", idType)
          : vscode.l10n.t("{0}, says the file's header, in rows of {1}: one window each", idType, rows),
      given:
        this.#chosenType === undefined ? vscode.l10n.t("{0}, says {1}", idType, manifestName) : vscode.l10n.t("{0}, as chosen", idType),
      guessed: vscode.l10n.t("{0}, guessed: choose with Select ID Type", idType),
    }[known];
    const foreign = ready.service.source.counts?.foreignCount ?? 0;
    if (foreign > 0)
      return vscode.l10n.t(
        "ids as {0} · {1} of them are not of {2}: choose another encoding",
        how,
        foreign,
        ready.service.source.encoding.spec.label,
      );
    const described = this.#described;
    if (described === undefined) return vscode.l10n.t("ids as {0} · encoding not recorded: choose it", how);
    if (described.tokenCount !== tokenCount)
      return vscode.l10n.t(
        "ids as {0} · {1} says {2} tokens: one of the two is from another export",
        how,
        manifestName,
        described.tokenCount,
      );
    if (described.encoding !== ready.service.source.encoding.spec.id)
      return vscode.l10n.t("ids as {0} · written as {1}", how, described.tokenizer ?? described.encoding);
    return vscode.l10n.t("ids as {0}", how);
  }

  change(patch: LensPatch): void {
    const before = this.lens;
    const settled = changeLens(before, patch, this.ready?.service.source.tokenCount);
    const { selectedToken, selectedWindow } = settled;
    this.#changes = { ...mergePatches(this.#changes, patch), selectedToken, selectedWindow, scope: null };
    this.#services.memory.remember(this.uri, this.#changes);
    if (settled.encoding === before.encoding) this.#changed.fire();
    else void this.open();
  }

  chooseType(type: IdType): Promise<void> {
    this.#chosenType = type;
    return this.open();
  }

  /** Opens the file (again). Whatever is wrong with it becomes the state, in a sentence. */
  async open(): Promise<void> {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    try {
      await this.#close();
      const bytes = await this.#services.platform.openFile(this.uri);
      if (signal.aborted) return void (await bytes.close());
      this.#bytes = bytes;
      this.#described = await this.#readManifest();
      const start = await bytes.read({ byteFrom: 0, byteTo: Math.min(startLength, bytes.length) });
      const file = openTokenFile(this.name, start, bytes.length, this.#chosenType ?? this.#described?.idType);
      this.#rowLength = file.rowLength;
      const encoding = await this.#services.encodings.get(this.lens.encoding);
      signal.throwIfAborted();
      const pages = tokenPages(bytes, file);
      const revision = this.#revisions.next();
      const serve = (counts: SourceCounts | undefined): OpenTokens => ({
        kind: "ready",
        file,
        service: createTokenService(pagedSource(pages, encoding, revision, counts), createPause),
      });
      this.#become(serve(undefined));
      if (pages.tokenCount > longestCounted) return;
      const counts = await countPages(pages, encoding, createPause(), signal);
      if (!signal.aborted) this.#become(serve(counts));
    } catch (error) {
      if (!signal.aborted) this.#become({ kind: "failed", message: errorText(error) });
    }
  }

  dispose(): void {
    this.#controller.abort();
    this.#watcher.dispose();
    this.#changed.dispose();
    void this.#close();
    this.#onDisposed();
  }

  #become(state: FileState): void {
    this.#state = state;
    this.#changed.fire();
  }

  async #close(): Promise<void> {
    const bytes = this.#bytes;
    this.#bytes = undefined;
    await bytes?.close();
  }

  /** What the manifest beside the file says of it; a manifest that can't be read is only logged: the file may be another's. */
  async #readManifest(): Promise<DescribedFile | undefined> {
    const uri = vscode.Uri.joinPath(this.uri, "..", manifestName);
    try {
      const bytes = await readSmallFile(uri, longestManifest);
      return bytes && describedFile(new TextDecoder().decode(bytes), this.name);
    } catch (error) {
      this.#services.log.info(`${uri.toString()}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}
