/** Compiles the AssemblyScript of `assembly/` folders to WebAssembly when a bundle imports it. `import bytes from "./assembly/name.wasm"` gives the
 *  bytes that `./assembly/name.ts` compiles to, embedded in the bundle: the same in Node, in VS Code's web host, in a page's worker and in tests.
 *
 *  No file is generated beside the sources, so nothing can be out of date: what is compiled is kept below .build/, under a hash of all sources. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cache = join(root, ".build/assembly");

/** No runtime, no collector, no exports of its own: a module is its functions, its constants and one memory that it imports. */
const options = [
  "-O3",
  "--converge",
  "--noAssert",
  "--runtime",
  "stub",
  "--use",
  "abort=",
  "--importMemory",
  "--zeroFilledMemory",
  "--enable",
  "simd,bulk-memory",
];

const isAssembly = /[\\/]assembly[\\/][^\\/]+\.wasm$/;

/** The bytes that an AssemblyScript file compiles to. @param source the absolute path of the .ts file */
export async function assemblyBytes(source) {
  const cached = join(cache, `${relative(root, source).replaceAll(/[\\/]/g, "-").slice(0, -".ts".length)}.${await hashOfSources()}.wasm`);
  try {
    return await readFile(cached);
  } catch {
    const bytes = await compile(source);
    await mkdir(cache, { recursive: true });
    const temporary = `${cached}.${randomUUID()}`;
    await writeFile(temporary, bytes);
    await rename(temporary, cached); // whole or not at all, also when several bundles or processes are built at once
    return bytes;
  }
}

async function compile(source) {
  const { default: asc } = await import("assemblyscript/asc");
  let bytes;
  const { error, stderr } = await asc.main([relative(root, source).replaceAll("\\", "/"), "--outFile", "out.wasm", ...options], {
    readFile: (name, base) => readSource(resolve(root, base ?? "", name)),
    writeFile: (_name, contents) => (bytes = Buffer.from(contents)),
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) throw new Error(`${relative(root, source)} does not compile to WebAssembly:\n${stderr}`);
  return bytes;
}

/** AssemblyScript's decorator `@inline` stands in a comment, for it is no TypeScript: so the formatter and the linter can read the sources. */
async function readSource(path) {
  try {
    return (await readFile(path, "utf8")).replaceAll(/^\/\/ inline$/gm, "@inline");
  } catch {
    return null; // the compiler asks for files that may be there
  }
}

/** Of all AssemblyScript in src/, for one file may import another: few files, and they change rarely. */
async function hashOfSources() {
  const hash = createHash("sha256").update(options.join(" "));
  hash.update(createRequire(import.meta.url)("assemblyscript/package.json").version);
  const names = await readdir(join(root, "src"), { recursive: true });
  for (const name of names.filter((each) => /[\\/]assembly[\\/].*\.ts$/.test(each)).sort())
    hash.update(name).update(await readFile(join(root, "src", name)));
  return hash.digest("hex").slice(0, 16);
}

/** The source that an import of a `.wasm` names. */
function sourceOf(path, importer) {
  const source = `${resolve(dirname(importer), path).slice(0, -".wasm".length)}.ts`;
  if (!existsSync(source)) throw new Error(`${importer} imports ${path}, but there is no ${relative(root, source)} to compile.`);
  return source;
}

/** A module whose default export is the bytes: as text, which every bundle can hold, for every platform that may run it. */
const embedded = async (source) => {
  const text = JSON.stringify((await assemblyBytes(source)).toString("base64"));
  return `const text = ${text};
export default typeof Buffer === "function" ? new Uint8Array(Buffer.from(text, "base64")) : Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));`;
};

/** For esbuild. @type {import("esbuild").Plugin} */
export const assemblyPlugin = {
  name: "assembly",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: isAssembly }, ({ path, importer }) => ({ path: sourceOf(path, importer), namespace: "assembly" }));
    onLoad({ filter: /./, namespace: "assembly" }, async ({ path }) => ({
      contents: await embedded(path),
      loader: "js",
      watchDirs: [dirname(path)],
    }));
  },
};

/** For vitest, so that unit tests run the sources as they are now. */
export const assemblyForTests = {
  name: "assembly",
  enforce: /** @type {const} */ ("pre"),
  resolveId: (path, importer) => (isAssembly.test(path) && importer !== undefined ? `\0assembly:${sourceOf(path, importer)}` : undefined),
  load: async (id) => (id.startsWith("\0assembly:") ? await embedded(id.slice("\0assembly:".length)) : undefined),
};
