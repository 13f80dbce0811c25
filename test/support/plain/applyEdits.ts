/** The text after edits: what incremental updates are compared with. */
import { checkEdit, sortEdits, type TextEdit } from "../../../src/core/text/edit.ts";

/** The text after one edit. @throws RangeError when the edit does not lie in the text */
export function applyEdit(text: string, edit: TextEdit): string {
  checkEdit(edit, text.length);
  return text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
}

/** The text after the edits of one change event: all in coordinates of the original text, not overlapping, in any order.
 *  Insertions at one place keep the order in which they are given.
 *  @throws RangeError when an edit does not lie in the text, or two overlap */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const edit of sortEdits(edits, text.length)) {
    parts.push(text.slice(done, edit.from), edit.insert);
    done = edit.to;
  }
  parts.push(text.slice(done));
  return parts.join("");
}
