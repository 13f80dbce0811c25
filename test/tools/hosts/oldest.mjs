/** `npm run test:oldest`: test/host inside the oldest VS Code that package.json's `engines` claims. Not a part of `npm test`: it installs another VS Code. */
import { ensureBuilt } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { runHostSuite } from "./hostSuite.mjs";
import { ensureHost, ensurePackages } from "./packages.mjs";
import { shareRunFolder } from "./runFolder.mjs";

shareRunFolder();
await ensurePackages();
await Promise.all([ensureChromium(), ensureHost("code-server-oldest")]);
await ensureBuilt();
const { passed, failed, skipped, failures } = await runHostSuite(undefined, { host: "code-server-oldest" });
for (const { title, message } of failures) console.log(`✗ ${title}\n${message}\n`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""} in VS Code 1.106.3`);
process.exitCode = failed > 0 ? 1 : 0;
