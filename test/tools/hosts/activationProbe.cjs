/** A process that loads the extension's entry and activates it, as VS Code's extension host does, and prints how much processor time that took,
 *  in ms, beside what a fixed piece of work takes here. `node activationProbe.cjs ENTRY MANIFEST TYPES`
 *
 *  Of VS Code there is only the shape: every name of the API, each of which can be called, constructed and read, and does nothing. */
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const process = require("node:process");

// The extension host has loaded these for itself.
for (const name of ["buffer", "crypto", "fs/promises", "os", "path", "worker_threads"]) require(`node:${name}`);

const [entry = "", manifest = "", types = ""] = process.argv.slice(2);

/** What must have a value of its own for `activate` to go on. */
const values = {
  language: "en",
  all: [],
  visibleTextEditors: [],
  visibleNotebookEditors: [],
  notebookDocuments: [],
  textDocuments: [],
  activeTextEditor: undefined,
  activeNotebookEditor: undefined,
  workspaceFolders: undefined,
  get: () => undefined,
  t: (/** @type {string} */ sentence) => sentence,
};
/** @type {any} */
const anything = new Proxy(function anything() {}, {
  get: (target, name) =>
    name in values
      ? Reflect.get(values, name)
      : name === "prototype"
        ? target.prototype
        : name === Symbol.toPrimitive
          ? () => ""
          : anything,
  apply: () => anything,
  construct: () => anything,
  set: () => true,
});

const names = readFileSync(types, "utf8").matchAll(/^\texport (?:namespace|class|enum|const|let|function) (\w+)/gm);
const api = Object.freeze(Object.fromEntries(Array.from(names, ([, name]) => [name, anything])));
// @ts-expect-error Node's own hook, which VS Code uses too
const load = Module._load;
// @ts-expect-error
Module._load = (/** @type {string} */ request, /** @type {unknown[]} */ ...rest) => (request === "vscode" ? api : load(request, ...rest));

const context = {
  extensionUri: anything,
  globalStorageUri: anything,
  storageUri: anything,
  globalState: anything,
  workspaceState: anything,
  subscriptions: [],
  extension: { packageJSON: JSON.parse(readFileSync(manifest, "utf8")) },
};

/** Processor time of this process, in ms. */
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const timed = (/** @type {() => void} */ work) => {
  const before = spent();
  work();
  return spent() - before;
};

/** About as long as an activation should take: strings and small objects, as parsing makes. */
function reference() {
  let length = 0;
  for (let round = 0; round < 40; round++) {
    const rows = Array.from({ length: 500 }, (_, at) => ({ id: at * round, name: `row ${at}`, values: [at, at / 3, round] }));
    length += JSON.stringify(JSON.parse(JSON.stringify(rows))).length;
  }
  if (length === 0) throw new Error("The reference work was not done.");
}

const activation = timed(() => require(entry).activate(context));
console.log(JSON.stringify({ activation, reference: timed(reference), files: Object.keys(require.cache).length }));
process.exit(0); // timers of the extension may run
