/** `npm run package`: the .vsix that users install, made from a folder that holds nothing else, so that dist/ stays what the tests run. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkBudgets } from "./budgets.mjs";
import { ensurePackages } from "./packages.mjs";
import { buildFolder, root } from "./paths.mjs";
import { run } from "./processes.mjs";

const shipped = new Set([".vscodeignore", "README.md", "CHANGELOG.md", "LICENSE", "media", "l10n"]);
const isShipped = (/** @type {string} */ name) => shipped.has(name) || /^package\.nls(\.[\w-]+)?\.json$/.test(name);

/** Two builds of the same sources give the same bytes: every entry has the date that zip counts from, whatever the clock and its zone. */
const reproducible = { SOURCE_DATE_EPOCH: String(Date.UTC(1980, 0, 1) / 1000), TZ: "UTC", LC_ALL: "C" };

/** Builds for production and packages.
 *  @returns {Promise<{ vsix: string, figures: string }>} the .vsix's absolute path; what was measured of it  @throws Error when a budget is exceeded */
export async function makePackage() {
  const folder = join(buildFolder, "package");
  const vsix = join(buildFolder, "tokenscope.vsix");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root).filter(isShipped)) cpSync(join(root, name), join(folder, name), { recursive: true });
  const {
    scripts: _scripts,
    devDependencies: _devDependencies,
    ...manifest
  } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  await runNode([join(root, ".config/build.mjs"), "--production", `--out=${join(folder, "dist")}`], root);
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  await runNode([vsce, "package", "--no-dependencies", "--no-rewrite-relative-links", "--out", vsix], folder);
  const figures = checkBudgets(folder, vsix);
  return { vsix, figures };
}

/** @param {readonly string[]} args  @param {string} cwd */
async function runNode(args, cwd) {
  const { code, output } = await run(process.execPath, args, { cwd, env: { ...process.env, ...reproducible } });
  if (code !== 0) throw new Error(`Packaging failed:\n${output.trim()}`);
  return output;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await ensurePackages();
  const { vsix, figures } = await makePackage();
  console.log(`${vsix}: ${figures}`);
}
