/** Whether Python, as the copied scripts open a file, reads the very text that is on the screen. What VS Code shows may be another: bytes that
 *  are no UTF-8 are shown as U+FFFD, other encodings are decoded by VS Code's own tables, and mixed line breaks are made one kind. */

/** Bytes decoded in one step: under a millisecond. */
const bytesPerStep = 2 ** 18;

/**
 * @param bytes of the file  @param text as the pipeline has it
 * @param endOfLine `lf`: Python's text mode, which makes every line break one `\n`; `document`: opened with `newline=""`
 */
export function* pythonReadsSteps(bytes: Uint8Array, text: string, endOfLine: "lf" | "document"): Generator<void, boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true }); // takes a byte order mark away, as utf-8-sig does
  let at = 0;
  let held = ""; // a carriage return whose line feed may come with the next bytes
  for (let from = 0; from === 0 || from < bytes.length; from += bytesPerStep) {
    const isLast = from + bytesPerStep >= bytes.length;
    const decoded = decode(decoder, bytes.subarray(from, from + bytesPerStep), !isLast);
    if (decoded === undefined) return false;
    let part = held + decoded;
    held = "";
    if (endOfLine === "lf") {
      if (!isLast && part.endsWith("\r")) {
        held = "\r";
        part = part.slice(0, -1);
      }
      part = part.replaceAll(/\r\n?/g, "\n");
    }
    if (!text.startsWith(part, at)) return false;
    at += part.length;
    yield;
  }
  return at === text.length;
}

/** @returns undefined when the bytes are no UTF-8 */
function decode(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string | undefined {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}
