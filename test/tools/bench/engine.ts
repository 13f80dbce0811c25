/** What of our engine the benchmark and the verification run: bundled alone, like the extension, so that users' code is measured. */
export { applyEdits } from "../../../src/core/text/edit.ts";
export { createEncoding, createEncodingSteps } from "../../../src/core/tokens/encoding.ts";
export { vocabularyFile } from "../../../src/core/tokens/encodings/encodings.ts";
export { tokenizeText, tokenizeTextSteps } from "../../../src/core/tokens/document/tokenizedText.ts";
