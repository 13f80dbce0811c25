/** Runs a planned export: in a worker between files of this machine, else in slices on the host; with progress, rate and time left. */
import { say } from "../../core/sentence.ts";
import { errorText } from "../said.ts";
import * as vscode from "vscode";
import type { DatasetManifest, ManifestTokenizer, LeftOut } from "../../core/datasets/manifest.ts";
import { addedTokens } from "../../core/tokens/template.ts";
import type { EncodingSpec } from "../../core/tokens/encodingSpec.ts";
import type { Encodings } from "../documents/encodings.ts";
import { signalOf, UserError } from "../errors.ts";
import type { Platform } from "../platform/platform.ts";
import { yieldToOthers } from "../slices.ts";
import { TokenTasks } from "../tokenWorkers/tokenTask.ts";
import { exportInWorker } from "./exportInWorker.ts";
import { type DatasetIo, ExportError, type ExportJob, type ExportProgress, type ExportSource, type Tokenizer } from "./exportJob.ts";
import type { ExportPlan } from "./exportPlan.ts";
import { namesWrittenInto } from "../chosenFiles/exportedFiles.ts";
import { isNotFound } from "../smallFile.ts";
import { outputNames } from "./outputNames.ts";
import { progressTeller } from "./progressTeller.ts";
import { runExport } from "./runExport.ts";

/** Parts of documents, in bytes. For workers: a quarter of it takes 10 % longer, twice as much is no faster. On the host: a few ms of work. */
const chunkLengths = { worker: 2 ** 19, host: 2 ** 16 };

/** As many as the export's own thread can serve, which hashes and writes what they make; each takes 24 MB (test/tools/bench/export). */
const mostWorkers = 6;

export interface ExportServices {
  readonly platform: Platform;
  readonly extensionUri: vscode.Uri;
  readonly encodings: Encodings;
}

/** @throws UserError for what the user can mend */
export async function performExport(services: ExportServices, plan: ExportPlan): Promise<DatasetManifest> {
  try {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Exporting dataset"), cancellable: true },
      (progress, token) => {
        let shown = 0;
        const tell = progressTeller(() => performance.now());
        return run(services, plan, signalOf(token), (now) => {
          const done = 100 * (now.phase === "checking" ? 0.05 * now.done : 0.05 + 0.95 * now.done);
          progress.report({ increment: done - shown, message: tell(now) });
          shown = done;
        });
      },
    );
  } catch (error) {
    if (error instanceof ExportError) throw new UserError(errorText(error));
    throw error;
  }
}

async function run(
  { platform, extensionUri, encodings }: ExportServices,
  plan: ExportPlan,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<DatasetManifest> {
  const encoding = await encodings.get(plan.lens.encoding);
  const files = plan.documents.flatMap((document) => (document.kind === "file" ? [document.uri] : []));
  const isLocal = [plan.target, ...files].every(({ scheme }) => scheme === "file");
  const reached = isLocal && platform.threads?.haveDisk === true ? platform.threads : undefined;
  const setup = reached && (await encodings.setup(encoding.spec.id));
  const threads = setup && reached;
  const place = (uri: vscode.Uri): string => (threads === undefined ? uri.toString() : uri.fsPath);
  const outputs = new Set(outputNames(plan.format, plan.split).map((name) => vscode.Uri.joinPath(plan.target, name).toString()));
  const { windows, labels, separatorPlace } = plan;
  const { specialTokens, endOfLine, addSpecialTokens } = plan.lens;
  const added = addedTokens(encoding.spec.template, addSpecialTokens);
  const sources: ExportSource[] = [];
  const skipped: LeftOut[] = [...plan.skipped];
  for (const document of plan.documents) {
    const { path } = document;
    if (document.kind === "text") sources.push(document);
    else if (outputs.has(document.uri.toString())) skipped.push({ path, reason: say`is a file that this export writes` });
    else sources.push({ kind: "file", path, place: place(document.uri) });
  }
  const job: ExportJob = {
    sources,
    skipped,
    folder: place(plan.target),
    earlier: await earlierFiles(plan),
    encoding: encoding.spec.id,
    tokenizer: tokenizerOf(encoding.spec),
    vocabSize: encoding.vocabulary.vocabSize,
    format: plan.format,
    chunkLength: threads === undefined ? chunkLengths.host : chunkLengths.worker,
    options: {
      specialTokens,
      endOfLine,
      ...(added === undefined ? {} : { added: { start: added.start, end: added.end } }),
      separatorId: encoding.vocabulary.specialTokens.endOfText ?? null,
      separatorPlace,
      split: plan.split,
      maxLength: windows.maxLength,
      stride: windows.stride,
      labels,
      batchSize: plan.lens.windows.batchSize,
      dropLast: plan.lens.windows.dropLast,
    },
  };
  if (threads === undefined || setup === undefined) {
    const tasks = new TokenTasks(encoding, platform.isUtf8);
    const here: Tokenizer = {
      atOnce: 1,
      run: (some) => Promise.resolve(some.map((task) => tasks.do(task))),
      lastSafeCut: (text) => encoding.lastSafeCut(text),
    };
    return runExport(job, hostIo(platform), here, { signal, pause: yieldToOthers, onProgress });
  }
  const built = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "dist", name);
  const input = {
    job,
    setup,
    tokenWorker: built("tokenWorker.mjs").fsPath,
    workerCount: Math.min(threads.count, mostWorkers),
  };
  return exportInWorker(await threads.start(built("exportWorker.mjs")), input, signal, onProgress);
}

/** What the manifest says of the file that an encoding comes from. */
function tokenizerOf({ file, label }: EncodingSpec): ManifestTokenizer | undefined {
  if (file === undefined) return undefined;
  const { place: path, sha256, pattern } = file;
  return { name: label, path, sha256, ...(pattern === undefined ? {} : { pattern }) };
}

/** What earlier exports left in the folder, by its manifest, and this one does not write. */
async function earlierFiles({ target, format, split }: ExportPlan): Promise<string[]> {
  const written = new Set(await namesWrittenInto(target));
  for (const name of outputNames(format, split)) written.delete(name);
  if (written.size === 0) return []; // the folder itself may be missing: whoever writes into it says so
  const there = new Set((await vscode.workspace.fs.readDirectory(target)).map(([name]) => name));
  return [...written].filter((name) => there.has(name)).sort();
}

const hostIo = (platform: Platform): DatasetIo => ({
  open: (place) => platform.openFile(vscode.Uri.parse(place, true)),
  create: (folder, name) => platform.createFile(vscode.Uri.joinPath(vscode.Uri.parse(folder, true), name)),
  sha256: () => platform.sha256(),
  isUtf8: (bytes) => platform.isUtf8(bytes),
  remove: async (folder, name) => {
    const uri = vscode.Uri.joinPath(vscode.Uri.parse(folder, true), name);
    await vscode.workspace.fs.delete(uri).then(undefined, (error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  },
  removeLeftovers: (folder) => platform.removeLeftovers(vscode.Uri.parse(folder, true)),
  countBeingWritten: () => Promise.resolve(0), // no file is there before it is whole
});
