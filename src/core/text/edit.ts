/** Changes of a text as values. Positions are UTF-16 code units, the editor's unit; an edit may fall inside a surrogate pair. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";

/** Replaces [from, to) of the text it is applied to by `insert`. 0 ≤ from ≤ to ≤ length of that text. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Where a position goes that lies exactly at an insertion: "before" it or "after" it. */
export type Bias = "before" | "after";

/** The edits in ascending order, checked: each inside a text of `length` code units, none overlapping another.
 *  @throws RangeError naming the first edit that does not fit */
export function sortEdits(edits: readonly TextEdit[], length: number): readonly TextEdit[] {
  if (edits.length === 1) {
    for (const edit of edits) checkEdit(edit, length);
    return edits;
  }
  const sorted = edits.toSorted((a, b) => a.from - b.from || a.to - b.to);
  let previousTo = 0;
  for (const edit of sorted) {
    checkEdit(edit, length);
    if (edit.from < previousTo) {
      throw rangeError(
        say`The edit [${edit.from}, ${edit.to}) overlaps one that ends at ${previousTo}. Edits of one change must not overlap.`,
      );
    }
    previousTo = edit.to;
  }
  return sorted;
}

/** Where a position of the original text lies after the edit. A position inside the replaced range goes to the start ("before") or the
 *  end ("after") of what replaced it. */
export function mapOffset(position: number, edit: TextEdit, bias: Bias): number {
  if (position < edit.from) return position;
  const shift = edit.insert.length - (edit.to - edit.from);
  if (position > edit.to) return position + shift;
  if (position === edit.from && position === edit.to) return bias === "before" ? position : edit.from + edit.insert.length;
  if (position === edit.from) return position;
  if (position === edit.to) return position + shift;
  return bias === "before" ? edit.from : edit.from + edit.insert.length;
}

/** @throws RangeError when the edit does not lie in a text of `length` code units */
export function checkEdit(edit: TextEdit, length: number): void {
  if (!(edit.from >= 0 && edit.from <= edit.to && edit.to <= length)) {
    throw rangeError(say`The edit [${edit.from}, ${edit.to}) does not lie in the text, which has ${length} code units.`);
  }
}
