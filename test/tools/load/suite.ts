/** The entry that VS Code runs the load tests through. */
import { runMocha } from "../../host/mochaRun.ts";

declare const LOAD_TESTS: readonly string[];

/** Called by VS Code. @throws Error when a test failed */
export const run = (): Promise<void> => runMocha(new Map(LOAD_TESTS.map((name) => [`${name}.load.ts`, () => import(`./${name}.load.ts`)])));
