/** Guard rails in words: what was found, what it means, what to do. */
import type { Finding } from "../../../core/windows/guardRails.ts";
import { said, t } from "../../shared/l10n.tsx";

export function railSentence(finding: Finding): string {
  switch (finding.kind) {
    case "invalid":
      return said(finding.problem);
    case "tooShort":
      return tooShort(finding.tokenCount, finding.maxLength);
    case "beyondPositions":
      return t(
        'max_length {0} is beyond the positional table of {1} rows: positions from {1} on have no row, and PyTorch stops with "index out of range in self". Choose at most {1}, or a greater context_length.',
        finding.maxLength,
        finding.contextLength,
      );
    case "acrossDocuments":
      return finding.windowCount === 1
        ? t(
            "1 window of {0} crosses the end of a document: there tokens are predicted from another document before them. Choose a smaller max_length to have fewer, or mask attention across it when training.",
            finding.ofCount,
          )
        : t(
            "{0} windows of {1} cross the end of a document: there tokens are predicted from another document before them. Choose a smaller max_length to have fewer, or mask attention across it when training.",
            finding.windowCount,
            finding.ofCount,
          );
    case "skipping":
      return skipping(finding);
    case "noBatches":
      return finding.windowCount === 1
        ? t(
            "batch_size {0} is more than the 1 window there is, and drop_last leaves out a batch that isn't full: there are no batches. Choose a batch_size of at most 1, or turn drop_last off.",
            finding.batchSize,
          )
        : t(
            "batch_size {0} is more than the {1} windows there are, and drop_last leaves out a batch that isn't full: there are no batches. Choose a batch_size of at most {1}, or turn drop_last off.",
            finding.batchSize,
            finding.windowCount,
          );
    case "largeIds":
      return t(
        "Ids of this encoding go up to {0} and don't fit in 16 bits. A .bin export uses uint32: read it with np.uint32 instead of nanoGPT's np.uint16.",
        finding.greatestId,
      );
    default:
      return finding satisfies never;
  }
}

function tooShort(tokenCount: number, maxLength: number): string {
  if (tokenCount > 1) {
    return t(
      "The text has {0} tokens, and a window of max_length {1} needs at least {2}: there are no windows. Choose a max_length of at most {3}, or a longer text.",
      tokenCount,
      maxLength,
      maxLength + 1,
      tokenCount - 1,
    );
  }
  return tokenCount === 1
    ? t(
        "The text has 1 token, and a window of max_length {0} needs at least {1}: there are no windows. Use a longer text.",
        maxLength,
        maxLength + 1,
      )
    : t(
        "The text has 0 tokens, and a window of max_length {0} needs at least {1}: there are no windows. Use a longer text.",
        maxLength,
        maxLength + 1,
      );
}

function skipping({ stride, maxLength, neverInputCount, tokenCount }: Extract<Finding, { kind: "skipping" }>): string {
  return stride - maxLength === 1
    ? t(
        "Stride {0} is greater than max_length {1}: 1 token between neighbouring windows is skipped, {2} of {3} are never an input. Choose a stride of at most {1} to use every token.",
        stride,
        maxLength,
        neverInputCount,
        tokenCount,
      )
    : t(
        "Stride {0} is greater than max_length {1}: {4} tokens between neighbouring windows are skipped, {2} of {3} are never an input. Choose a stride of at most {1} to use every token.",
        stride,
        maxLength,
        neverInputCount,
        tokenCount,
        stride - maxLength,
      );
}
