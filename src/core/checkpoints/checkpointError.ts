/** The one error that readers of checkpoints throw: a sentence for the user, saying what was found, expected and to be done. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

/** What a reader said, led by the file it was said of; other errors stay as they are. */
export function inFile(fileName: string, error: unknown): unknown {
  if (!(error instanceof CheckpointError) || error.message.includes(fileName)) return error;
  return new CheckpointError(`${fileName}: ${error.message}`, { cause: error });
}

const quotedLength = 80;

/** A name from a foreign file, fit for a sentence: quoted, control characters escaped, cut when long. */
export function quoted(name: string): string {
  const text = JSON.stringify(name.length > quotedLength ? `${name.slice(0, quotedLength)}…` : name);
  // Bidirectional controls could turn the sentence around; JSON leaves them as they are.
  return text.replaceAll(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\uFFFD");
}
