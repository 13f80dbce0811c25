/** Runs mocha inside an extension host, and prints what happened in marked lines, which test/tools/hosts/hostSuite.mjs picks out of the host's own output. */
import Mocha, { it } from "mocha";

/** @param files by name, each imported when the run begins  @throws Error when a test failed, which makes VS Code's exit code 1 */
export async function runMocha(files: ReadonlyMap<string, () => Promise<unknown>>): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 120_000, reporter: Mocha.reporters.Base });
  // What loadFiles does before it loads a file: makes describe and it belong to this run.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  for (const [name, load] of files) {
    // A file that does not even load is one failure, and no reason to leave out the others.
    await load().catch((error: unknown) => it(`${name} loads`, () => Promise.reject(error)));
  }

  const failures: { title: string; message: string }[] = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((done) => {
    const runner = mocha.run(() => done());
    runner.on("suite", (suite) => say(suite.titlePath(), suite.title));
    runner.on("pass", (test) => {
      counts.passed++;
      say(test.titlePath(), `✓ ${test.title} (${test.duration} ms)`);
    });
    runner.on("pending", (test) => {
      counts.skipped++;
      say(test.titlePath(), `- ${test.title}`);
    });
    runner.on("fail", (test, error: Error) => {
      counts.failed++;
      const message = [error, error.cause]
        .filter((cause) => cause instanceof Error)
        .map((cause) => cause.stack ?? String(cause))
        .join("\n");
      failures.push({ title: test.titlePath().join(" › "), message });
      say(test.titlePath(), `✗ ${test.title}\n${message}`);
    });
  });
  console.log(`host-suite-result ${JSON.stringify({ ...counts, failures })}`);
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed.`);
}

function say(titlePath: readonly string[], text: string): void {
  if (text) console.log(`host-suite ${"  ".repeat(titlePath.length - 1)}${text}`);
}
