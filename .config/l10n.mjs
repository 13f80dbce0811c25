/** The host's strings and their translations: finds every `vscode.l10n.t("…")` below src/host. The English text is the key, so only
 *  translations are kept as files (l10n/bundle.l10n.<language>.json). Run by hand after strings changed, `npm run l10n` removes from
 *  each what no source says any more and prints what lacks a translation. */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A call and the literal that must follow it. */
const call = /\bl10n\.t\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')?/g;

/** @returns every string of one source, in its order  @throws Error where a call's first argument is no plain literal */
export function stringsOf(source) {
  return Array.from(source.matchAll(call), ([text, double, single]) => {
    const literal = double ?? single?.replaceAll('"', '\\"').replaceAll("\\'", "'");
    if (literal === undefined) throw new Error(`"${text.trim()}" is not followed by a plain string literal.`);
    return JSON.parse(`"${literal}"`);
  });
}

/** @returns the sources of the host by their paths from the root */
export function hostSources() {
  const names = readdirSync(join(root, "src/host"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return new Map(
    names.sort().map((name) => [`src/host/${name.replaceAll("\\", "/")}`, readFileSync(join(root, "src/host", name), "utf8")]),
  );
}

/** @returns every string of the host, sorted, each once */
export const hostStrings = () => [...new Set([...hostSources().values()].flatMap(stringsOf))].sort();

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const strings = hostStrings();
  for (const name of readdirSync(join(root, "l10n"))) {
    const file = join(root, "l10n", name);
    const translated = JSON.parse(readFileSync(file, "utf8"));
    const kept = Object.fromEntries(strings.filter((text) => text in translated).map((text) => [text, translated[text]]));
    writeFileSync(file, `${JSON.stringify(kept, undefined, 2)}\n`);
    const missing = strings.filter((text) => !(text in translated));
    console.log(`${name}: ${missing.length} of ${strings.length} lack a translation.`);
    for (const text of missing) console.log(`  ${JSON.stringify(text)}`);
  }
}
