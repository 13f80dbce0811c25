/** The strings of host and views, and their translations: finds every `vscode.l10n.t("…")` below src/host, every `t`, `plural`, `rich`
 *  … below src/views (src/views/shared/l10n.tsx), and the template of every say`…` anywhere (src/core/sentence.ts). The English text is the key, so only translations are kept as files (l10n/bundle.l10n.<language>.json). Run by hand after strings changed, `npm run l10n` removes from
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

/** @returns the sources of the views by their paths from the root, but that of the functions themselves */
export function viewSources() {
  const names = readdirSync(join(root, "src/views"), { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.tsx?$/.test(name) && !name.endsWith("l10n.tsx"),
  );
  return new Map(
    names.sort().map((name) => [`src/views/${name.replaceAll("\\", "/")}`, readFileSync(join(root, "src/views", name), "utf8")]),
  );
}

/** A call of the views' functions, and which of its arguments are messages. */
const viewCall = /(?<![\w.$])(t|plural|rich|richPlural|toTranslate)\(/g;
const messageArguments = { t: [0], rich: [0], toTranslate: [0], plural: [1, 2], richPlural: [1, 2] };
/** A literal, a bracket, or a comma between arguments. */
const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{},]/g;

/** @returns every message of one source of the views, in its order: literals, or a choice of literals  @throws Error where there is none */
export function viewStringsOf(source) {
  return Array.from(source.matchAll(viewCall)).flatMap(({ 0: call, 1: name, index }) => {
    const found = new Map();
    let [depth, argument] = [0, 0];
    for (const { 0: part, index: at } of source.slice(index + call.length).matchAll(token)) {
      if (part === "," && depth === 0) argument += 1;
      else if (/^[([{]$/.test(part)) depth += 1;
      else if (/^[)\]}]$/.test(part) && --depth < 0) break;
      else if (depth === 0 && /^["']/.test(part) && messageArguments[name].includes(argument)) {
        const isCompared = /[=!]==\s*$/.test(source.slice(0, index + call.length + at));
        if (!isCompared) found.set(argument, [...(found.get(argument) ?? []), literalOf(part)]);
      }
    }
    if (found.size < messageArguments[name].length)
      throw new Error(`"${call}" at ${index} has an argument that is no plain string literal.`);
    return [...found.values()].flat();
  });
}

/** The tag of src/core/sentence.ts. */
const sayCall = /(?<![\w.$`])say`/g; // not the name in a comment, between backticks

/** @returns the template of every sentence of one source, in its order, with `{0}`, `{1}` … for its values */
export const sentencesOf = (source) =>
  Array.from(source.matchAll(sayCall), ({ 0: tag, index }) => {
    const { parts } = templateAt(source, index + tag.length - 1);
    return parts.reduce((template, part, i) => `${template}{${i - 1}}${part}`);
  });

/** @param at of a template literal's first backtick  @returns what is written between its values, and where it ends */
function templateAt(source, at) {
  const parts = [""];
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === "`") return { parts, end: i + 1 };
    if (source.startsWith("${", i)) {
      i = valueEnd(source, i + 2);
      parts.push("");
    } else {
      if (source[i] === "\\" && !"\\`$".includes(source[++i]))
        throw new Error(`"\\${source[i]}" at ${i} is an escape that is not followed.`);
      parts.push(parts.pop() + source[i]);
    }
  }
  throw new Error(`The template literal at ${at} has no end.`);
}

/** @param at behind a "${"  @returns the place of the brace that closes it */
function valueEnd(source, at) {
  for (let [i, depth] = [at, 0]; i < source.length; i++) {
    if (source[i] === "`") i = templateAt(source, i).end - 1;
    else if (source[i] === '"' || source[i] === "'") {
      const quote = source[i++];
      while (source[i] !== quote) i += source[i] === "\\" ? 2 : 1;
    } else if (source[i] === "{") depth += 1;
    else if (source[i] === "}" && depth-- === 0) return i;
  }
  throw new Error(`The value at ${at} has no end.`);
}

const literalOf = (text) =>
  JSON.parse(text.startsWith('"') ? text : `"${text.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`);

/** @returns every message of the views, sorted, each once */
export const viewStrings = () => [...new Set([...viewSources().values()].flatMap(viewStringsOf))].sort();

/** @returns all sources by their paths from the root */
export function allSources() {
  const names = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  return new Map(names.sort().map((name) => [`src/${name.replaceAll("\\", "/")}`, readFileSync(join(root, "src", name), "utf8")]));
}

/** @returns every sentence that is made where no language is known, sorted, each once */
export const sentences = () => [...new Set([...allSources().values()].flatMap(sentencesOf))].sort();

/** @returns every string of the host, sorted, each once */
export const hostStrings = () => [...new Set([...hostSources().values()].flatMap(stringsOf))].sort();

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const strings = [...new Set([...hostStrings(), ...viewStrings(), ...sentences()])].sort();
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
