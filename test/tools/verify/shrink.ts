/** Makes a failing case smaller while it keeps failing: drops ever smaller parts, as delta debugging does. */

/** A shortest list that this finds from which nothing more can be dropped without `fails` becoming false. */
export function shrinkList<T>(list: readonly T[], fails: (list: readonly T[]) => boolean): readonly T[] {
  let current = list;
  for (let size = Math.max(1, current.length >> 1); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = 0; from < current.length;) {
      const without = [...current.slice(0, from), ...current.slice(from + size)];
      if (without.length < current.length && fails(without)) current = without;
      else from += size;
    }
  }
  return current;
}

/** A shortest text: whole fragments are dropped first, then UTF-16 code units, then letters become plain ones. */
export function shrinkText(parts: readonly string[], fails: (text: string) => boolean): string {
  const fewer = shrinkList(parts, (list) => fails(list.join("")));
  let units = [...shrinkList(fewer.join("").split(""), (list) => fails(list.join("")))];
  for (let at = 0; at < units.length; at++) {
    for (const plain of ["a", " ", "1", "."]) {
      const simpler = units.with(at, plain);
      if (units[at] !== plain && /[\p{L}\p{N}\p{P}]/u.test(units[at] ?? "") && fails(simpler.join(""))) {
        units = simpler;
        break;
      }
    }
  }
  return units.join("");
}

/** A text as a JavaScript literal of printable ASCII. */
export const literal = (text: string): string =>
  JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
