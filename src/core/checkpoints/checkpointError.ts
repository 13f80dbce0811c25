/** The one error that readers of checkpoints throw: a sentence for the user, saying what was found, expected and to be done. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

/** What a reader said, led by the file it was said of; other errors stay as they are. */
export function inFile(fileName: string, error: unknown): unknown {
  if (!(error instanceof CheckpointError) || error.message.includes(fileName)) return error;
  return new CheckpointError(`${fileName}: ${error.message}`, { cause: error });
}
