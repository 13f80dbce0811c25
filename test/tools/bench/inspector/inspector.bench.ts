/**
 * Measures the embedding inspector in Chromium and writes results.md: neighbours over a table of GPT-2's shape beside other ways to find them,
 * what travels to the GPU and back, memory, and how soon the page shows something. Contestants take turns in rounds; ratios are medians of the
 * ratios within a round, so that a slow moment of the machine hits both sides.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchChromium } from "../../hosts/chromium.mjs";
import { root } from "../../hosts/paths.mjs";
import { seededRandom, shuffled } from "../seededRandom.ts";
import { machine, table, times } from "../report.ts";
import { median, quantile } from "../measure.ts";
import { firstPaints, type FirstPaint } from "./firstPaint.ts";
import type { Answer, Contestant } from "./page.ts";
import { browserMemory, type ProcessMemory } from "./processMemory.ts";
import { pieceLength } from "./projectorWay.ts";

const shape = { rows: 50_257, columns: 768 };
const uploads = 3;
const rounds = Number(process.argv.find((argument) => argument.startsWith("--rounds="))?.slice("--rounds=".length) ?? 7);
const pageScript = process.argv[2] ?? "";

const names: Record<Contestant, string> = {
  ours: "Tokenscope: table kept on the GPU, one number per row read back",
  projector: "the Embedding Projector's way, for one point",
  loops: "plain typed-array loops (src/core/../test/support/plain/neighbours.ts)",
  tfjsCpu: "tfjs on its CPU backend: matMul, mul, topk",
  tfjsWebgl: "tfjs on WebGL as it comes: matMul, mul, topk",
};
const contestants = Object.keys(names) as Contestant[]; // the record's own keys

async function openPage(): Promise<{ page: Page; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    const body = isScript ? readFileSync(pageScript) : '<!DOCTYPE html><title>bench</title><script src="/page.js"></script>';
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  const browser = await launchChromium();
  const page = await browser.context.newPage();
  page.setDefaultTimeout(0); // some of this takes minutes where the GPU is software
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`); // a TCP server's address is an object
  return {
    page,
    close: async () => {
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

const milliseconds = (values: readonly number[]): string =>
  `${median(values).toFixed(0)} ms (${quantile(values, 0.25).toFixed(0)}–${quantile(values, 0.75).toFixed(0)})`;
const kilobytes = (bytes: number): string => `${(bytes / 1e3).toLocaleString("en-US", { maximumFractionDigits: 1 })} kB`;

/** Lists may differ where two scores are nearer to each other than float32 tells: one swap is one id on either side. */
function agreement(ids: readonly number[], reference: readonly number[]): number {
  const known = new Set(reference);
  return ids.filter((id) => known.has(id)).length;
}

async function measureNeighbours(page: Page) {
  const developer = await page.context().newCDPSession(page);
  const memory: [string, ProcessMemory | undefined][] = [];
  const weigh = async (state: string): Promise<void> => {
    await developer.send("HeapProfiler.collectGarbage");
    memory.push([state, browserMemory(process.pid)]);
  };
  await weigh("empty page");
  const report = await page.evaluate(({ rows, columns }) => globalThis.bench.prepare(rows, columns), shape);
  await weigh("table made, not on the GPU yet");
  const first: Answer[] = [];
  for (let time = 0; time < uploads; time += 1) first.push(await page.evaluate(() => globalThis.bench.firstQuery()));
  await weigh("table on the GPU, after its first query");
  const held = await page.evaluate(() => globalThis.bench.held());
  for (let id = 0; id < 20; id += 1) await page.evaluate((token) => globalThis.bench.ask("ours", token), id);
  await weigh("after 20 queries");
  const heldAfter = await page.evaluate(() => globalThis.bench.held());
  await page.evaluate(() => globalThis.bench.preparePoints());
  await weigh("with the Projector's vectors beside it");

  const random = seededRandom(123);
  const answers = new Map<Contestant, Answer[]>(contestants.map((name) => [name, []]));
  for (const name of contestants) await page.evaluate((who) => globalThis.bench.ask(who, 1), name); // compiled, and tables where they belong
  for (let round = 0; round < rounds; round += 1) {
    const id = (round * 7_919) % shape.rows;
    for (const name of shuffled(contestants, random)) {
      answers.get(name)?.push(await page.evaluate(([who, token]) => globalThis.bench.ask(who, token), [name, id] as const));
    }
    console.error(`round ${round + 1} of ${rounds}`);
  }
  const piece = await page.evaluate((columns) => globalThis.bench.piece(columns), pieceLength);
  return { report, memory, first, held, heldAfter, answers, piece };
}

type Measured = Awaited<ReturnType<typeof measureNeighbours>>;

function neighbourSection({ answers, report, first, piece }: Measured): string {
  const of = (name: Contestant): readonly Answer[] => answers.get(name) ?? [];
  const ours = of("ours").map(({ ms }) => ms);
  const reference = of("loops");
  const rows = contestants.map((name) => {
    const all = of(name);
    const ratios = all.map(({ ms }, round) => ms / (ours[round] ?? Number.NaN));
    const agreed = Math.min(...all.map(({ ids }, round) => agreement(ids, reference[round]?.ids ?? [])));
    const { up = 0, down = 0 } = all[0]?.traffic ?? {};
    return [
      names[name],
      milliseconds(all.map(({ ms }) => ms)),
      name === "ours" ? "1" : times(median(ratios)),
      `${agreed} of 50`,
      up + down === 0 ? "none" : `${kilobytes(up)} up, ${kilobytes(down)} down`,
    ];
  });
  const upload = median(first.map(({ ms }) => ms)) - median(ours);
  const pieces = Math.ceil(shape.rows / pieceLength);
  const allPairs = piece.ms * pieces;
  const uploaded = first[0]?.traffic.up ?? 0;
  return `## Neighbours of one token over ${shape.rows.toLocaleString("en-US")} × ${shape.columns}

Cosine, the nearest 50, exact, one token after the other; ${rounds} rounds, each contestant once per round in a new order. Median, and quartiles in brackets. A ratio above 1× means that Tokenscope is so many times faster, below 1× that it is slower. "Same" is the smallest overlap with the double-precision loops in any round; bytes are those handed to WebGL and read from it in one query, counted at its functions.

Backend: ${report?.backend ?? "none"} ${report?.version ?? ""}, ${report?.renderer ?? "no renderer"}${report?.software === true ? " – **software, no GPU**" : ""}.

${table(["way", "one query", "against ours", "same", "bytes between page and GPU"], rows)}

- Upload of the table: ${(uploaded / 1e6).toFixed(1)} MB once; the first query after it was dropped takes ${milliseconds(first.map(({ ms }) => ms))}, which is ${upload.toFixed(0)} ms more than a later one.
- For its maps the Projector compares all points with all on WebGL, in ${pieces} pieces of ${pieceLength} points. One piece took ${(piece.ms / 1000).toFixed(1)} s here and read ${((shape.rows * pieceLength * 4) / 1e6).toFixed(0)} MB back, so the whole takes about ${(allPairs / 60_000).toFixed(0)} minutes and ${((shape.rows * shape.rows * 4) / 1e9).toFixed(1)} GB read back (reckoned from the one piece): ${times(allPairs / median(ours))} what one answer takes here. Per point that is ${(piece.ms / pieceLength).toFixed(0)} ms: whoever needs the neighbours of every token is better served by products of many at once.`;
}

function memorySection({ memory, held, heldAfter }: Measured): string {
  const rows = memory.map(([state, known]) => [
    state,
    known === undefined ? "not known" : known.renderers.toFixed(0),
    known === undefined ? "not known" : known.gpu.toFixed(0),
  ]);
  return `## Memory

Resident MB of Chromium's processes (the renderer's includes the copy of the table that context loss is survived with, and norms; a software GPU's textures lie in the GPU process).

${table(["state", "renderers", "GPU process"], rows)}

tfjs held ${held.tensors} tensor of ${(held.bytes / 1e6).toFixed(1)} MB after the first query and ${heldAfter.tensors} of ${(heldAfter.bytes / 1e6).toFixed(1)} MB after 20 more.`;
}

function paintSection(paints: readonly FirstPaint[]): string {
  const rows = paints.map(({ what, firstPaint, ready, heatMap, neighbours }) => [
    what,
    milliseconds(firstPaint),
    milliseconds(ready),
    milliseconds(heatMap),
    milliseconds(neighbours),
  ]);
  return `## Time to first paint

The page, built from its sources without minifying, against a host in the page, each time in a new tab. Counted from the request of the view's script. Opening a webview in VS Code comes before that and is not in it. "All sections" is the frame after the headings and states are there; the heat map needs the tables, the neighbours also a pass over all rows.

${table(["weights", "first contentful paint", "all sections", "first heat map", "first neighbours"], rows)}`;
}

const loadBefore = loadavg()[0] ?? 0;
const { page, close } = await openPage();
let measured: Measured;
try {
  measured = await measureNeighbours(page);
} finally {
  await close();
}
const paints = await firstPaints(shape, Math.min(rounds, 5));
const noGpu =
  measured.report?.software === true
    ? "\n\n**This machine has no GPU.** Chromium draws WebGL in software (SwiftShader) on the same two processor cores that everything else runs on, shared with other work. The WebGL figures below are therefore those of the worst case, and they say nothing of how fast a GPU is; the ratios against JavaScript can only be judged on a machine that has one. They are reported as they are."
    : "";
const results = `# The embedding inspector, measured

Written by \`npm run bench:inspector\`; nothing here is edited by hand.

Machine: ${machine()}. ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC. Other programs kept the machine busy to a load of ${loadBefore.toFixed(1)} when this began.${noGpu}

${neighbourSection(measured)}

${memorySection(measured)}

${paintSection(paints)}
`;
const path = join(root, "test/tools/bench/inspector/results.md");
writeFileSync(path, results);
console.log(`${results}\nWritten to ${path}`);
