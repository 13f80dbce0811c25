/** `npm start`: installs what is missing, builds what has changed, and opens VS Code with the extension and a sample text. Ctrl-C ends it. */
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { startCodeServer } from "./codeServer.mjs";
import { ensureHost, ensurePackages } from "./packages.mjs";
import { buildFolder, root } from "./paths.mjs";
import { run, start } from "./processes.mjs";

/** The oldest VS Code the extension runs in: what package.json says under engines. */
const oldest = /\d+\.\d+/.exec(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.vscode)?.[0] ?? "";

// The extension looks for it: it shows its views as soon as the sample is open.
process.env["TOKENSCOPE_FIRST_LOOK"] = "1";

/** Where the served VS Code listens when that port is free: the same address each time, so that it finds its state again. */
const usualPort = 8137;

/** A folder to play in: a copy of the sample text, so that nothing typed there changes the checkout. */
function prepareSample() {
  const folder = join(buildFolder, "sample");
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "media/sample.md"), join(folder, "sample.md"));
  return { folder, file: join(folder, "sample.md") };
}

/** Where `code` is, if it is a desktop VS Code that can be opened here and is new enough. @returns {Promise<string | undefined>} */
async function findCode() {
  const { env, platform } = process;
  if (platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return undefined;
  const command = platform === "win32" ? "code.cmd" : "code";
  const { code, output } = await run(command, ["--version"], { limitMs: 20_000 });
  if (code !== 0) return undefined;
  const found = /^\d+\.\d+/.exec(output)?.[0] ?? "0.0";
  if (found.localeCompare(oldest, "en", { numeric: true }) >= 0) return command;
  console.log(`The code command is VS Code ${found}; Tokenscope needs ${oldest}, so another one is used.`);
  return undefined;
}

/** Opens a desktop VS Code in a window and user-data folder of its own, and waits until it is closed.
 *  @param {string} program  @param {{ folder: string, file: string }} sample */
async function openDesktop(program, { folder, file }) {
  const userData = join(buildFolder, "start/user-data");
  console.log(`Opening VS Code (${program}) with Tokenscope and ${file} … Ctrl-C ends it.`);
  process.once("exit", () => endDesktop(userData));
  const args = ["--new-window", "--wait", "--disable-workspace-trust", "--skip-welcome", "--skip-release-notes"];
  const child = start(program, [...args, `--user-data-dir=${userData}`, `--extensionDevelopmentPath=${root}`, folder, file], {
    stdio: "ignore",
  });
  await new Promise((closed) => child.once("exit", closed));
}

/** The `code` command starts VS Code apart from itself; VS Code leaves its process id in its user-data folder. @param {string} userData */
function endDesktop(userData) {
  try {
    process.kill(Number(readFileSync(join(userData, "code.lock"), "utf8")));
  } catch {
    // It has been closed already.
  }
}

/** Serves VS Code on a loopback address until Ctrl-C. @param {{ folder: string, file: string }} sample */
async function serve({ folder, file }) {
  await ensureHost("code-server");
  const options = { folder, extensionPath: root };
  const server = await startCodeServer({ ...options, userData: join(buildFolder, "start/server-data"), port: usualPort }).catch(() =>
    startCodeServer(options),
  );
  console.log(
    `\nVS Code with Tokenscope is ready. Open this address in a browser:\n\n  ${server.url([["openFile", server.remote(file)]])}\n`,
  );
  console.log("It shows the sample text, its tokens and their embeddings; F1, then Tokenscope, lists the rest. Ctrl-C here ends it.");
  await server.ended;
  throw new Error(`VS Code ended by itself:\n${server.log().slice(-2000)}`);
}

async function main() {
  await ensurePackages();
  const { built, ms } = await ensureBuilt();
  console.log(built ? `Built in ${(ms / 1000).toFixed(1)} s.` : "The build is up to date.");
  const sample = prepareSample();
  const code = await findCode();
  if (code) return openDesktop(code, sample);
  if (process.platform === "linux") return serve(sample);
  console.log("Downloading VS Code (once; @vscode/test-electron keeps it in .vscode-test) …");
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  return openDesktop(await downloadAndUnzipVSCode({ cachePath: join(root, ".vscode-test") }), sample);
}

await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
