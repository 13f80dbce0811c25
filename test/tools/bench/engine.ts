/** What of our engine the benchmark and the verification run: bundled alone, like the extension, so that users' code is measured. */
export { applyEdits } from "../../support/plain/applyEdits.ts";
export { createEncoding, createEncodingSteps } from "../../../src/core/tokens/encoding.ts";
export { builtInEncoding } from "../../../src/core/tokens/catalogue.ts";
export { vocabularyFileName } from "../../../src/core/tokens/encodingSpec.ts";
export { tokenizeText, tokenizeTextSteps } from "../../../src/core/tokens/document/tokenizedText.ts";
