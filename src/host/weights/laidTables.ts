/** Tables as the inspector fetches them: plain float32 in a folder of the extension's own, one file each, named by what they are made from. */
import * as vscode from "vscode";
import type { ReadOptions } from "../../core/checkpoints/reading.ts";
import type { TableSource } from "../../protocol/views.ts";
import { UserError } from "../errors.ts";
import { nameOf } from "../names.ts";
import { type Platform, wholeSha256 } from "../platform/platform.ts";
import { type PlacedTensor, readPlacedTable, statOf } from "./checkpoint.ts";

export interface LaidTable extends Omit<TableSource, "url" | "idsUrl"> {
  readonly totalRows: number;
  readonly file: vscode.Uri;
  /** Where only some rows are held: their ids, ascending, and the file that the view reads them from. */
  readonly ids: Int32Array | undefined;
  readonly idsFile: vscode.Uri | undefined;
}

export class LaidTables {
  readonly #platform: Platform;
  /** Nothing else is in it. */
  readonly folder: vscode.Uri;

  constructor(platform: Platform, folder: vscode.Uri) {
    this.#platform = platform;
    this.folder = folder;
  }

  /**
   * Reads a table and lays it down; one that is there from before is not read again.
   * @param held the ids whose rows are laid down; undefined: all
   * @throws UserError when the file was changed while it was read, and what reading it throws
   */
  async layDown(tensor: PlacedTensor, held: Int32Array<ArrayBuffer> | undefined, options: ReadOptions): Promise<LaidTable> {
    const { mtime, size } = await statOf(tensor.file);
    const name = await hashOf([tensor.file.toString(), mtime, size, tensor.name, tensor.dtype, tensor.shape, held?.join()]);
    const file = vscode.Uri.joinPath(this.folder, `${name}.f32`);
    const idsFile = held && vscode.Uri.joinPath(this.folder, `${name}.ids`);
    const [totalRows = 0, columns = 0] = tensor.shape;
    const rows = held?.length ?? totalRows;
    const laid = { file, ids: held, idsFile, rows, totalRows, columns, tensor: tensor.name, dtype: tensor.dtype };
    const isThere = (await sizeOf(file)) === rows * columns * Float32Array.BYTES_PER_ELEMENT;
    if (isThere && (idsFile === undefined || (await sizeOf(idsFile)) === held?.byteLength)) return laid;
    await vscode.workspace.fs.createDirectory(this.folder);
    if (idsFile !== undefined && held !== undefined) await this.#write(idsFile, (write) => write(held));
    await this.#write(file, async (write) => {
      await readPlacedTable(this.#platform, tensor, held, options, write);
      const now = await statOf(tensor.file);
      if (now.mtime === mtime && now.size === size) return;
      throw new UserError(vscode.l10n.t("{0} was changed while it was read. Load the embedding weights again.", nameOf(tensor.file)));
    });
    return laid;
  }

  /** Removes all tables but these: each is as large as a checkpoint's largest tensor. */
  async keepOnly(shown: readonly (LaidTable | undefined)[]): Promise<void> {
    if ((await sizeOf(this.folder)) === undefined) return;
    const files = shown.flatMap((table) => [table?.file, table?.idsFile]);
    const kept = new Set(files.map((file) => file && nameOf(file)));
    for (const [name] of await vscode.workspace.fs.readDirectory(this.folder)) {
      if (!kept.has(name)) await vscode.workspace.fs.delete(vscode.Uri.joinPath(this.folder, name));
    }
  }

  /** A file that is there as a whole or not at all. @param fill writes it, piece by piece; what it throws leaves nothing behind */
  async #write(file: vscode.Uri, fill: (write: (values: Int32Array | Float32Array) => Promise<void>) => Promise<void>): Promise<void> {
    const target = await this.#platform.createFile(file);
    try {
      await fill((values) => target.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)));
      await target.commit();
    } finally {
      await target.discard();
    }
  }
}

function hashOf(identity: readonly unknown[]): Promise<string> {
  const hasher = wholeSha256();
  hasher.update(new TextEncoder().encode(JSON.stringify(identity)));
  return hasher.digest();
}

/** Undefined when it is not there. */
async function sizeOf(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    return undefined;
  }
}
