/** The questions of Export Dataset… that say how it is written: the format, how it is cut and labelled, what is kept for validation. */
import type { Sentence } from "../../../core/sentence.ts";
import { said } from "../../said.ts";
import * as vscode from "vscode";
import type { LabelKind } from "../../../core/datasets/encoders/datasetEncoder.ts";
import { type DatasetFormat, formatNames, formatOf } from "../../../core/datasets/formats.ts";
import { idTypeFor } from "../../../core/datasets/idBytes.ts";
import type { SeparatorPlace } from "../../../core/datasets/separator.ts";
import { type SplitOptions, splitProblem } from "../../../core/datasets/split.ts";
import { type WindowOptions, windowOptionsProblem } from "../../../core/windows/slidingWindow.ts";
import type { Lens } from "../../../protocol/lens.ts";
import { heading, type Item, pick } from "./pick.ts";
import { inLabel } from "../../literal.ts";

/** How a dataset is cut, labelled and its documents kept apart. */
export interface CutOptions {
  readonly windows: WindowOptions;
  readonly labels: LabelKind;
  readonly separatorPlace: SeparatorPlace;
}

export function askFormat({ encoding, windows }: Lens, vocabSize: number): Promise<DatasetFormat> {
  const type = idTypeFor(vocabSize);
  const stored =
    type === "uint16"
      ? vscode.l10n.t("uint16: every id of {0} fits", inLabel(encoding))
      : vscode.l10n.t("uint32: the ids of {0} run to {1} and don't fit in 16 bits", inLabel(encoding), vocabSize - 1);
  const cut = describeWindows(windows);
  const items = formatNames.map((value): Item<DatasetFormat> => {
    const { label, holds, idType, python, files } = formatOf(value);
    const pair = files.length > 1 ? `, ${vscode.l10n.t("inputs and targets")}` : "";
    const description = holds === "tokens" ? stored : idType === "fitted" ? `${cut}, ${type}` : cut;
    return { label: label + pair, description, detail: python(type), value };
  });
  return pick(items, heading(vscode.l10n.t("Format")), vscode.l10n.t("Which format does the training code read?"));
}

/**
 * Shows what the lens says of windows, labels and separators, and lets it be changed before it is written.
 * @param separator text of the token that can be put between documents; undefined: there is none, or nothing to keep apart
 */
export async function askCut(format: DatasetFormat, options: CutOptions, separator: string | undefined): Promise<CutOptions> {
  const { holds, hasLabels } = formatOf(format);
  if (holds === "tokens" && separator === undefined) return options;
  const { windows, labels, separatorPlace } = options;
  const parts = [
    ...(holds === "windows" ? [describeWindows(windows)] : []),
    ...(hasLabels ? [labelWords()[labels].label] : []),
    ...(separator === undefined ? [] : [`${separator} ${placeWords()[separatorPlace].label}`]),
  ];
  const number = (name: "maxLength" | "stride", label: string, detail: string): Item<() => Promise<CutOptions>> => ({
    label: `$(edit) ${label}`,
    description: String(windows[name]),
    detail,
    value: async () => ({ ...options, windows: await askNumber(windows, name, label) }),
  });
  const items: Item<(() => Promise<CutOptions>) | undefined>[] = [
    { label: `$(arrow-right) ${vscode.l10n.t("Go On")}`, description: parts.join(", "), value: undefined },
    ...(holds === "windows"
      ? [
          number("maxLength", "max_length", vscode.l10n.t("tokens per window")),
          number("stride", "stride", vscode.l10n.t("tokens from one window's start to the next one's")),
        ]
      : []),
    ...(hasLabels
      ? [
          {
            label: "$(edit) labels",
            description: labelWords()[labels].label,
            detail: labelWords()[labels].detail,
            value: async () => ({ ...options, labels: await pickWord(labelWords(), "labels") }),
          },
        ]
      : []),
    ...(separator === undefined
      ? []
      : [
          {
            label: `$(edit) ${inLabel(separator)}`,
            description: placeWords()[separatorPlace].label,
            detail: placeWords()[separatorPlace].detail,
            value: async () => ({ ...options, separatorPlace: await pickWord(placeWords(), separator) }),
          },
        ]),
  ];
  const change = await pick(items, heading(vscode.l10n.t("Options")), vscode.l10n.t("How is it cut? Choose a line to change it."));
  return change === undefined ? options : askCut(format, await change(), separator);
}

interface Words {
  readonly label: string;
  readonly detail: string;
}

const labelWords = (): Readonly<Record<LabelKind, Words>> => ({
  shifted: {
    label: vscode.l10n.t("labels one token later already"),
    detail: vscode.l10n.t(
      "For a loop that compares the model's output with them as they are, as the book's. Not for transformers: its models would shift them once more.",
    ),
  },
  unshifted: {
    label: vscode.l10n.t("labels equal to input_ids"),
    detail: vscode.l10n.t("For transformers, whose models shift labels themselves."),
  },
});

const placeWords = (): Readonly<Record<SeparatorPlace, Words>> => ({
  between: { label: vscode.l10n.t("between documents"), detail: vscode.l10n.t("None at the beginning and at the end.") },
  after: { label: vscode.l10n.t("after each document"), detail: vscode.l10n.t("As nanoGPT's prepare.py puts it.") },
  before: { label: vscode.l10n.t("before each document"), detail: vscode.l10n.t("As build-nanogpt's fineweb.py puts it.") },
});

function pickWord<Value extends string>(words: Readonly<Record<Value, Words>>, what: string): Promise<Value> {
  const items = (Object.entries(words) as [Value, Words][]).map(([value, word]) => ({ ...word, value })); // the record's own keys
  return pick(items, heading(vscode.l10n.t("Options")), what);
}

async function askNumber(windows: WindowOptions, name: "maxLength" | "stride", label: string): Promise<WindowOptions> {
  const changed = (value: string): WindowOptions => ({ ...windows, [name]: Number(value) });
  const entered = await vscode.window.showInputBox({
    title: heading(vscode.l10n.t("Options")),
    prompt: label,
    value: String(windows[name]),
    ignoreFocusOut: true,
    validateInput: (value) => shown(windowOptionsProblem(changed(value))),
  });
  return entered === undefined ? windows : changed(entered);
}

const describeWindows = ({ maxLength, stride }: WindowOptions): string => vscode.l10n.t("windows of {0}, stride {1}", maxLength, stride);

export async function askSplit(documentCount: number): Promise<SplitOptions> {
  const tenth = { validationFraction: 0.1 };
  const byDocument = { by: "document", ...tenth } as const;
  const items: Item<SplitOptions | "document" | "token">[] = [
    { label: vscode.l10n.t("No split"), description: "train", value: { by: "none", validationFraction: 0 } },
    {
      label: vscode.l10n.t("Last 10 % of the tokens for validation"),
      description: vscode.l10n.t("as nanoGPT does"),
      value: { by: "token", ...tenth },
    },
    ...(splitProblem(byDocument, documentCount) === undefined
      ? [
          {
            label: vscode.l10n.t("Every 10th document for validation"),
            description: vscode.l10n.t("{0} documents", documentCount),
            value: byDocument,
          },
        ]
      : []),
    { label: vscode.l10n.t("Another part of the tokens…"), value: "token" },
    ...(documentCount > 1 ? [{ label: vscode.l10n.t("Another part of the documents…"), value: "document" as const }] : []),
  ];
  const title = heading(vscode.l10n.t("Split"));
  const chosen = await pick(items, title, vscode.l10n.t("What is kept for validation?"));
  if (typeof chosen !== "string") return chosen;
  const split = (value: string): SplitOptions => ({
    by: chosen,
    validationFraction: Number(value.replace(",", ".").replace("%", "")) / 100,
  });
  const entered = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("The part for validation, in percent"),
    value: "10",
    ignoreFocusOut: true,
    validateInput: (value) => shown(splitProblem(split(value), documentCount)),
  });
  if (entered === undefined) throw new vscode.CancellationError();
  return split(entered);
}

/** Said of a format in messages. */
export const describeFormat = (format: DatasetFormat, vocabSize: number): string => {
  const { label, holds, idType } = formatOf(format);
  if (idType !== "fitted") return label;
  return holds === "windows" ? vscode.l10n.t("windows as {0}", idTypeFor(vocabSize)) : idTypeFor(vocabSize);
};

/** What is wrong, below the field. */
const shown = (problem: Sentence | undefined): string | undefined => (problem === undefined ? undefined : said(problem));
