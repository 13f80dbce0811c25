/** Glob patterns over paths with `/`, as VS Code's settings write them, matched by picomatch. */
import { rangeError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import picomatch from "picomatch/posix";
import { quoted } from "../../files/quoted.ts";

/** Wildcards in one name of a glob, and `**` in all of it: each multiplies the time that one match may take. */
const mostWildcards = 4;

/**
 * Whether a path matches any of the globs, all of it.
 * @param dots `any`: wildcards match names that begin with a dot too; `named`: only a dot that the glob itself writes does
 * @throws RangeError naming the glob that could take too long to match
 */
export function globMatcher(globs: readonly string[], dots: "any" | "named" = "any"): (path: string) => boolean {
  const matchers = globs.map((glob) => {
    const parts = [...glob.split("/").map((name) => name.match(/\*+/g)), glob.match(/\*{2,}/g)];
    if (parts.some((stars) => stars !== null && stars.length > mostWildcards)) {
      throw rangeError(
        say`The pattern ${quoted(glob)} in the settings has more than ${mostWildcards} wildcards in one name. Write a shorter one.`,
      );
    }
    const pattern = asPicomatch(glob);
    if (pattern === "") return () => false; // which picomatch takes for a mistake
    return picomatch(pattern, { dot: dots === "any", noextglob: true, nonegate: true, flags: "s" }); // names may hold line breaks
  });
  return (path) => matchers.some((isMatch) => isMatch(path));
}

/** Whether the globs name, with a dot of their own, a folder of this name: `.github` in `.github/**`. */
export function namesDotFolder(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => glob.split("/").some((segment) => globMatcher([segment], "named")(name)));
}

/** VS Code's globs have no extended patterns and no ranges in braces, negate a class with `!`, and take one choice in braces. */
function asPicomatch(glob: string): string {
  const outsideBrackets = /[()|+@!](?![^[]*\])/g;
  return glob
    .replaceAll("[!", "[^")
    .replaceAll(/\{([^{},]*)\}/g, "$1")
    .replaceAll(outsideBrackets, String.raw`\$&`);
}
