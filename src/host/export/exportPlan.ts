/** What is exported, before and after the user was asked: the documents with the lens they are looked at with, and the answers. */
import * as vscode from "vscode";
import * as v from "valibot";
import { labelKinds } from "../../core/datasets/encoders/datasetEncoder.ts";
import { type DatasetFormat, formatNames } from "../../core/datasets/formats.ts";
import type { LeftOut } from "../../core/datasets/manifest.ts";
import { separatorPlaces } from "../../core/datasets/separator.ts";
import type { SplitOptions } from "../../core/datasets/split.ts";
import type { Lens } from "../../protocol/lens.ts";
import { addressSchema } from "../address.ts";
import { sourceUri } from "../notebooks/notebooks.ts";
import { lensFromSettings } from "../settings.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { nameOf } from "../names.ts";
import type { CutOptions } from "./asking/askOptions.ts";
import { readPipelineText } from "../documents/pipelineText.ts";
import { type ChoiceOptions, chosenFiles } from "../chosenFiles/chosenFiles.ts";

/** A document, where it is: in a file, or as text in the editor. */
type PlannedDocument =
  | { readonly kind: "file"; readonly path: string; readonly uri: vscode.Uri }
  | { readonly kind: "text"; readonly path: string; readonly text: string };

/** What is to be exported. */
export interface ExportSubject {
  readonly documents: readonly PlannedDocument[];
  /** What was chosen and can be no document. */
  readonly skipped: readonly LeftOut[];
  readonly lens: Lens;
  /** Where the folder dialog starts. */
  readonly folder: vscode.Uri | undefined;
}

const windowNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20));

/** What a key binding or another extension may say beforehand; what is left out is asked. */
const answersSchema = v.object({
  format: v.optional(v.picklist(formatNames)),
  split: v.optional(
    v.pipe(
      v.object({ by: v.picklist(["none", "document", "token"]), validationFraction: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) }),
      v.check(({ by, validationFraction }) => (by === "none") === (validationFraction === 0), "Only a split has a part for validation."),
    ),
  ),
  windows: v.optional(v.object({ maxLength: windowNumber, stride: windowNumber })),
  labels: v.optional(v.picklist(labelKinds)),
  separatorPlace: v.optional(v.picklist(separatorPlaces)),
  /** URIs of the files and folders to export, and of the folder to write into. */
  files: v.optional(v.array(addressSchema)),
  folder: v.optional(addressSchema),
  /** Whether files that are there may be written over without a question. */
  overwrite: v.optional(v.boolean()),
  /** Where an ignore file can't be read: leave out what is below it, or go on as if it held no rules. */
  unreadableRules: v.optional(v.picklist(["leaveOut", "passOver"])),
});
export type ExportAnswers = v.InferOutput<typeof answersSchema>;

export const parseAnswers = (argument: unknown): ExportAnswers | undefined => {
  if (argument instanceof vscode.Uri) return undefined;
  const checked = v.safeParse(answersSchema, argument);
  return checked.success ? checked.output : undefined;
};

/** Everything that is decided. */
export interface ExportPlan extends ExportSubject, CutOptions {
  readonly format: DatasetFormat;
  readonly split: SplitOptions;
  readonly target: vscode.Uri;
}

/** The document, or the part of it that the lens looks at. */
export async function documentSubject({ document, lens, live }: LensedDocument): Promise<ExportSubject> {
  const path = nameOf(document.uri);
  const source = sourceUri(document);
  const folder = source.scheme === "untitled" ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(source, "..");
  const { scope } = live;
  const isInFile = document.uri.scheme === "file" && !document.isDirty && ["utf8", "utf8bom"].includes(document.encoding);
  if (scope === null && isInFile) return { documents: [{ kind: "file", path, uri: document.uri }], skipped: [], lens, folder };
  const whole = await readPipelineText(document, lens.endOfLine, new AbortController().signal);
  const text = scope === null ? whole : whole.slice(scope.from, scope.to);
  return { documents: [{ kind: "text", path, text }], skipped: [], lens, folder };
}

/** Files and folders, under the lens the settings give for the first of them. */
export async function filesSubject(
  uris: readonly [vscode.Uri, ...vscode.Uri[]],
  log: vscode.LogOutputChannel,
  options: ChoiceOptions,
): Promise<ExportSubject> {
  const [first] = uris;
  const { files, skipped } = await chosenFiles(uris, options);
  const lens = lensFromSettings(first, (sentence) => log.warn(sentence));
  const documents = files.map(({ uri, path }) => ({ kind: "file" as const, path, uri }));
  return { documents, skipped, lens, folder: vscode.Uri.joinPath(first, "..") };
}
