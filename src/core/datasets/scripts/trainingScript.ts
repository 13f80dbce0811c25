/**
 * The script of a run's Copy as PyTorch: the same text, windows and batches, the same draws, the same model and optimizer, so that it prints the
 * losses that the run had.
 */
import { rangeError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import type { ModelOptions } from "../../training/trainingOptions.ts";
import { pythonBoolean, pythonInteger } from "./pythonLiteral.ts";
import { datasetClassLines, type ScriptText, tokenLines } from "./pytorchParts.ts";
import { encodingImports } from "./scriptEncoding.ts";

export interface TrainingScriptOptions extends ModelOptions {
  readonly optimizer: "SGD" | "Adam" | "AdamW" | "Adagrad";
  readonly learningRate: number;
  readonly lesson: {
    readonly maxLength: number;
    readonly stride: number;
    readonly batchSize: number;
    readonly dropLast: boolean;
    readonly shuffle: boolean;
    readonly seed: number;
    readonly batchesPerStep: number;
    readonly holdOut: boolean;
  };
  /** How many the script takes. */
  readonly steps: number;
}

/** @returns the script, ending in a newline  @throws RangeError when a number is none that a script can hold */
export function trainingScript(text: ScriptText, options: TrainingScriptOptions): string {
  const lines = [
    "from itertools import islice",
    "",
    ...encodingImports(text.encoding),
    "import torch",
    "from torch.nn.functional import cross_entropy",
    "from torch.utils.data import DataLoader, Dataset",
    "",
    "",
    ...datasetClassLines({ withIndex: true }),
    "",
    "",
    ...tokenLines(text),
    "",
    ...lessonLines(options),
    "",
    ...modelLines(options),
    "",
    ...lossLines(options),
    "",
    "",
    ...stepLines(options),
  ];
  return `${lines.join("\n")}\n`;
}

function lessonLines({ lesson, vocabSize }: TrainingScriptOptions): string[] {
  const stride = pythonInteger(lesson.stride);
  const maxLength = pythonInteger(lesson.maxLength);
  return [
    `dataset = GPTDatasetV1(token_ids, max_length=${maxLength}, stride=${stride})`,
    ...(lesson.holdOut
      ? [
          "held_out_from = len(dataset) - len(dataset) // 10  # the last tenth is only measured",
          "# No window that is trained on shares a target with a held-out one.",
          `trained_to = sum(1 for w in range(held_out_from) if held_out_from == len(dataset) or w * ${stride} + ${maxLength} <= held_out_from * ${stride})`,
        ]
      : ["held_out_from = trained_to = len(dataset)"]),
    "# The model chooses among the tokens of this text only.",
    "distinct_ids = torch.tensor(sorted(set(token_ids)))",
    `column = torch.zeros(${pythonInteger(vocabSize)}, dtype=torch.long)`,
    "column[distinct_ids] = torch.arange(len(distinct_ids))",
  ];
}

function modelLines(options: TrainingScriptOptions): string[] {
  const { vocabSize, contextLength, embeddingDim, seed, start, tied, previousToken, optimizer, learningRate, lesson } = options;
  const dim = pythonInteger(embeddingDim);
  const linear = `torch.nn.Linear(${dim}, ${pythonInteger(vocabSize)}, bias=False)`;
  const layers = ["tok_emb", "pos_emb", ...(tied ? [] : ["out_head"]), ...(previousToken ? ["prev_head"] : [])];
  return [
    `torch.manual_seed(${pythonInteger(seed)})`,
    `tok_emb = torch.nn.Embedding(${pythonInteger(vocabSize)}, ${dim})`,
    `pos_emb = torch.nn.Embedding(${pythonInteger(contextLength)}, ${dim})`,
    ...(tied ? ["out_head = tok_emb  # tied"] : [`out_head = ${linear}`]),
    ...(previousToken ? [`prev_head = ${linear}`] : []),
    ...(start === "small"
      ? [
          "with torch.no_grad():  # GPT-2 starts with a standard deviation of 0.02",
          "    tok_emb.weight *= 0.02",
          "    pos_emb.weight *= 0.02",
        ]
      : []),
    `optimizer = torch.optim.${optimizer}([layer.weight for layer in (${layers.join(", ")})], lr=${pythonFloat(learningRate)})`,
    "",
    `torch.manual_seed(${pythonInteger(lesson.seed)})  # so that the loader visits the windows in the order that is on the screen`,
    `loader = DataLoader(dataset, batch_size=${pythonInteger(lesson.batchSize)}, shuffle=${pythonBoolean(lesson.shuffle)}, drop_last=${pythonBoolean(lesson.dropLast)})`,
  ];
}

const lossLines = ({ previousToken }: TrainingScriptOptions): string[] => [
  "",
  "def losses(inputs, targets):",
  '    """What is learnt from, and the loss of the next token alone."""',
  "    hidden = tok_emb(inputs) + pos_emb(torch.arange(inputs.shape[1]))",
  "    logits = hidden.flatten(0, 1) @ out_head.weight[distinct_ids].T",
  "    next_loss = cross_entropy(logits, column[targets.flatten()])",
  ...(previousToken
    ? [
        "    logits = hidden[:, 1:].flatten(0, 1) @ prev_head.weight[distinct_ids].T",
        "    return next_loss + cross_entropy(logits, column[inputs[:, :-1].flatten()]), next_loss",
      ]
    : ["    return next_loss, next_loss"]),
];

const stepLines = ({ lesson, steps }: TrainingScriptOptions): string[] => [
  "def batches_of_steps():",
  '    """Epoch after epoch, a few batches a step, without the windows that are held out."""',
  "    while True:",
  "        epoch = iter(loader)",
  `        while batches := list(islice(epoch, ${pythonInteger(lesson.batchesPerStep)})):`,
  "            inputs, targets, index = (torch.cat(parts) for parts in zip(*batches))",
  "            kept = index < trained_to",
  "            if kept.any():",
  "                yield inputs[kept], targets[kept]",
  "",
  "",
  `for step, (inputs, targets) in enumerate(islice(batches_of_steps(), ${pythonInteger(steps)}), start=1):`,
  "    loss, next_loss = losses(inputs, targets)",
  "    optimizer.zero_grad()",
  "    loss.backward()",
  "    optimizer.step()",
  '    print(step, f"{next_loss.item():.6f}")',
];

/** @throws RangeError when the value is not finite */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) throw rangeError(say`${value} is not a number that a script can hold. Pass a finite one.`);
  return String(value);
}
