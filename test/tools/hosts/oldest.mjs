/** `npm run test:oldest`: test/host inside the oldest VS Code that package.json's `engines` claims. Not a part of `npm test`: it installs another VS Code. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { runHostSuite } from "./hostSuite.mjs";
import { ensureHost, ensurePackages } from "./packages.mjs";
import { root } from "./paths.mjs";
import { shareRunFolder } from "./runFolder.mjs";

shareRunFolder();
await ensurePackages();
const [, folder] = await Promise.all([ensureChromium(), ensureHost("code-server-oldest")]);
const { version } = JSON.parse(readFileSync(join(folder, "node_modules/code-server/lib/vscode/package.json"), "utf8"));
const claimed = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.vscode;
if (!claimed.startsWith(`^${version.replace(/\d+$/, "")}`))
  throw new Error(
    `package.json claims VS Code ${claimed}, and test/tools/hosts/code-server-oldest has ${version}: choose the code-server of that version there.`,
  );
await ensureBuilt();
const { passed, failed, skipped, failures } = await runHostSuite(undefined, { host: "code-server-oldest" });
for (const { title, message } of failures) console.log(`✗ ${title}\n${message}\n`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""} in VS Code ${version}`);
process.exitCode = failed > 0 ? 1 : 0;
