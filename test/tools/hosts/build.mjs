/** Builds the extension when its sources have changed since the last build, told by a hash kept inside dist/. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./processes.mjs";

/** Everything that decides what is in dist/. */
const inputs = ["src", "test/host", ".config", "package.json", "package-lock.json"];
const stamp = join(root, "dist/.inputs");

/** @param {string} path @returns {string[]} all files at or below it */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
}

function hashOfInputs() {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesBelow(join(root, input))))
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** Builds unless dist/ was built from exactly these sources. @returns {Promise<{ built: boolean, ms: number }>} */
export async function ensureBuilt() {
  const started = performance.now();
  const hash = hashOfInputs();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return { built: false, ms: performance.now() - started };
  console.log("Building the extension …");
  const { code, output } = await run(process.execPath, [join(root, ".config/build.mjs")], { cwd: root });
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
  writeFileSync(stamp, hash);
  return { built: true, ms: performance.now() - started };
}
