/** The scope is a part of the document; it moves along with edits of the document. */
import type { TextEdit } from "../core/text/edit.ts";
import type { Scope } from "./options.ts";

export interface MovedScope {
  readonly scope: Scope;
  /** What the edit did inside the scope, in coordinates of the scope's own text; undefined: nothing. */
  readonly inside: TextEdit | undefined;
}

/** Where the scope is after an edit of the document. What was typed at its borders or over them stays outside; what was removed inside is removed. */
export function moveScope(scope: Scope, edit: TextEdit): MovedScope {
  const growth = edit.insert.length - (edit.to - edit.from);
  const isAtBorder = edit.from === edit.to && (edit.from === scope.from || edit.to === scope.to);
  if (edit.from >= scope.from && edit.to <= scope.to && !isAtBorder) {
    return {
      scope: { from: scope.from, to: scope.to + growth },
      inside: { from: edit.from - scope.from, to: edit.to - scope.from, insert: edit.insert },
    };
  }
  const from = Math.min(Math.max(edit.from, scope.from), scope.to) - scope.from;
  const to = Math.min(Math.max(edit.to, scope.from), scope.to) - scope.from;
  let start = scope.from;
  if (edit.to <= scope.from) start += growth;
  else if (edit.from <= scope.from) start = edit.from + edit.insert.length;
  return {
    scope: { from: start, to: start + (scope.to - scope.from) - (to - from) },
    inside: from === to ? undefined : { from, to, insert: "" },
  };
}
