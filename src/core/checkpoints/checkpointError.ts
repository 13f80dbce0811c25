/** The one error that readers of checkpoints throw: a sentence for the user, saying what was found, expected and to be done. */
import { SentenceError } from "../errors.ts";
import { say } from "../sentence.ts";

export class CheckpointError extends SentenceError {
  override readonly name = "CheckpointError";
}

/** What a reader said, led by the file it was said of; other errors stay as they are. */
export function inFile(fileName: string, error: unknown): unknown {
  if (!(error instanceof CheckpointError) || error.message.includes(fileName)) return error;
  return new CheckpointError(say`${fileName}: ${error.sentence}`, { cause: error });
}
