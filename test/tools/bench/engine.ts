/** What of our engine the benchmark and the verification run: bundled alone, like the extension, so that users' code is measured. */
export { applyEdits } from "../../support/plain/applyEdits.ts";
export { createEncoding, createEncodingSteps } from "../../../src/core/tokens/encoding.ts";
export { builtInEncoding } from "../../../src/core/tokens/catalogue.ts";
export { vocabularyFileName } from "../../../src/core/tokens/encodingSpec.ts";
export { tokenizeText, tokenizeTextSteps } from "../../../src/core/tokens/document/tokenizedText.ts";
export { finish } from "../../../src/core/steps.ts";
export { compileTokenizerSteps, readCompiled, writeCompiled } from "../../../src/core/tokens/files/compiledTokenizer.ts";
export { fileEncodingSteps } from "../../../src/core/tokens/files/fileEncoding.ts";
export { readTokenizerFile } from "../../../src/core/tokens/files/readTokenizerFile.ts";
