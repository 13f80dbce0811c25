/** The entry that VS Code runs tests through, in its Node and its web-worker extension host alike: every *.test.ts of this folder,
 *  bundled into one file. */
import { runMocha } from "./mochaRun.ts";

/** The test files, named without ".test.ts": filled in by the build, which also bundles them. */
declare const HOST_TESTS: readonly string[];

/** Called by VS Code. @throws Error when a test failed, which makes VS Code's exit code 1 */
export const run = (): Promise<void> => runMocha(new Map(HOST_TESTS.map((name) => [`${name}.test.ts`, () => import(`./${name}.test.ts`)])));
