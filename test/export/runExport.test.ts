/** An export end to end on this machine's disk, its ids compared with tiktoken's, its hashes with node:crypto's. */
import { say } from "../../src/core/sentence.ts";
import { createHash } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { get_encoding } from "tiktoken";
import { formatOf } from "../../src/core/datasets/formats.ts";
import type { DatasetManifest } from "../../src/core/datasets/manifest.ts";
import { type ExportFixture, exportFixture, runHere, uint16 } from "./exportFixture.ts";

const endOfText = 50256;
const first = `# One\r\n${"The quick brown fox doesn't jump over 12345 lazy dogs.\r\n\r\n".repeat(200)}`;
const second = `${"第二篇文章。它没有空格，也很长。".repeat(300)}🐈 end`;
const third = "short";

const tiktoken = get_encoding("gpt2");
const idsOf = (text: string): number[] => [...tiktoken.encode(text.replaceAll("\r\n", "\n"))];

let fixture: ExportFixture;
const make = async (documents: Parameters<typeof exportFixture>[0]): Promise<ExportFixture> => (fixture = await exportFixture(documents));
afterEach(() => fixture.remove());

describe("runExport", () => {
  it("writes the ids of all documents, <|endoftext|> between them, and a manifest that says so", async () => {
    const { job, bytes } = await make({ "a.md": first, "b/c.txt": second, "d.txt": third });
    const manifest = await runHere(job({}));
    const written = await bytes("train.bin");
    expect(uint16(written)).toEqual([...idsOf(first), endOfText, ...idsOf(second), endOfText, ...idsOf(third)]);
    expect(JSON.parse(new TextDecoder().decode(await bytes("dataset.json")))).toEqual(manifest);
    expect(manifest.outputs).toEqual([
      expect.objectContaining({
        path: "train.bin",
        shape: [written.length / 2],
        byteLength: written.length,
        sha256: createHash("sha256").update(written).digest("hex"),
      }),
    ]);
    expect(manifest.inputs[0]).toEqual({
      path: "a.md",
      byteLength: first.length,
      sha256: createHash("sha256").update(first).digest("hex"),
      tokenCount: idsOf(first).length,
      split: "train",
    });
  });

  it("splits by token at nanoGPT's place, wherever it falls", async () => {
    const { job, bytes } = await make({ "a.md": first, "b.txt": second });
    const manifest = await runHere(job({ options: { split: { by: "token", validationFraction: 0.25 } } }));
    const all = [...idsOf(first), endOfText, ...idsOf(second)];
    const cut = Math.floor(all.length * 0.75);
    expect(uint16(await bytes("train.bin"))).toEqual(all.slice(0, cut));
    expect(uint16(await bytes("val.bin"))).toEqual(all.slice(cut));
    expect(manifest.inputs.map(({ split }) => split)).toEqual(cut >= idsOf(first).length ? ["train", "both"] : ["both", "validation"]);
  });

  it("splits by document, each whole", async () => {
    const { job, bytes } = await make({ "a.md": first, "b.txt": second, "c.txt": third });
    await runHere(job({ options: { split: { by: "document", validationFraction: 0.4 } } }));
    expect(uint16(await bytes("train.bin"))).toEqual([...idsOf(first), endOfText, ...idsOf(second)]);
    expect(uint16(await bytes("val.bin"))).toEqual(idsOf(third));
  });

  it.each([{ separatorPlace: "between" }, { separatorPlace: "after" }, { separatorPlace: "before" }] as const)(
    "puts <|endoftext|> $separatorPlace documents, and none for an empty one",
    async ({ separatorPlace }) => {
      const { job, bytes } = await make({ "a.txt": "A", "b.txt": "", "c.txt": "C" });
      await runHere(job({ options: { separatorPlace } }));
      const [a, c] = [idsOf("A"), idsOf("C")];
      const expected = {
        between: [...a, endOfText, ...c],
        after: [...a, endOfText, ...c, endOfText],
        before: [endOfText, ...a, endOfText, ...c],
      };
      expect(uint16(await bytes("train.bin"))).toEqual(expected[separatorPlace]);
    },
  );

  it("puts start and end tokens around each document, inside its separators and counted as its own, none for an empty one", async () => {
    const { job, bytes } = await make({ "a.txt": "A", "b.txt": "", "c.txt": "C" });
    const manifest = await runHere(job({ options: { separatorPlace: "before", added: { start: [1], end: [2, 3] } } }));
    const expected = [endOfText, 1, ...idsOf("A"), 2, 3, endOfText, 1, ...idsOf("C"), 2, 3];
    expect(uint16(await bytes("train.bin"))).toEqual(expected);
    expect(manifest.inputs.map(({ tokenCount }) => tokenCount)).toEqual([4, 0, 4]);
    expect(manifest.options.added).toEqual({ start: [1], end: [2, 3] });
  });

  it("puts <|endoftext|> within each part of a split by document", async () => {
    const { job, bytes } = await make({ "a.txt": "A", "b.txt": "B", "c.txt": "C" });
    await runHere(job({ options: { separatorPlace: "after", split: { by: "document", validationFraction: 0.4 } } }));
    expect(uint16(await bytes("train.bin"))).toEqual([...idsOf("A"), endOfText, ...idsOf("B"), endOfText]);
    expect(uint16(await bytes("val.bin"))).toEqual([...idsOf("C"), endOfText]);
  });

  it.each(["jsonLines", "parquet", "npyPairs"] as const)(
    "writes no %s for a part without a window, nor leaves one of before",
    async (format) => {
      const { job, out } = await make({ "a.md": "Hello, world! ".repeat(5) });
      const [suffix] = formatOf(format).files.map((file) => file.suffix);
      await writeFile(join(out, `val${suffix}`), "of an export before");
      const manifest = await runHere(job({ format, options: { split: { by: "token", validationFraction: 0.1 } } }));
      expect((await readdir(out)).filter((name) => name.startsWith("val"))).toEqual([]);
      expect(manifest.outputs.every(({ split }) => split === "train")).toBe(true);
      expect(manifest.ledgers).toMatchObject([{ split: "train" }, { split: "validation", tokenCount: 3, windowCount: 0 }]);
    },
  );

  it("writes no val.bin without tokens, which nothing could map", async () => {
    const { job, out } = await make({ "a.md": "A", "b.md": "" });
    const manifest = await runHere(job({ options: { split: { by: "document", validationFraction: 0.5 } } }));
    expect((await readdir(out)).toSorted()).toEqual(["dataset.json", "train.bin"]);
    expect(manifest.ledgers[1]).toMatchObject({ split: "validation", tokenCount: 0 });
  });

  it("says what is too short for training", async () => {
    const { job, out } = await make({ "a.md": "Hello, world!" });
    await expect(runHere(job({ format: "parquet" }))).rejects.toThrow(
      "4 tokens for training give no window: one of 4 and its targets take 5.",
    );
    expect(await readdir(out)).toEqual([]);
  });

  it("hashes a .npy after its length was written into its header", async () => {
    const { job, bytes } = await make({ "a.md": first });
    const manifest = await runHere(job({ format: "npyPairs" }));
    for (const { path, sha256 } of manifest.outputs) {
      const written = await bytes(path);
      expect(createHash("sha256").update(written).digest("hex")).toBe(sha256);
      expect(new TextDecoder("latin1").decode(written.subarray(0, 128))).toContain(`(${manifest.ledgers[0]?.windowCount}, 4)`);
    }
    expect(manifest.outputs.map(({ path }) => path)).toEqual(["train-inputs.npy", "train-targets.npy"]);
  });

  it("leaves out what is no text and what can't be read, and lists it in the manifest with the reasons", async () => {
    const { job, out, bytes } = await make({ "a.bin": Uint8Array.of(1, 0, 2), "latin.txt": Uint8Array.of(0x63, 0xe9), "c.txt": third });
    const whole = job({ skipped: [{ path: "linked", reason: say`is a link to a folder` }] });
    const gone = { kind: "file", path: "b.txt", place: join(out, "../in/b.txt") } as const;
    await runHere({ ...whole, sources: [...whole.sources, gone] });
    const { skipped, inputs } = JSON.parse(new TextDecoder().decode(await bytes("dataset.json"))) as DatasetManifest;
    expect(skipped).toEqual([
      { path: "a.bin", reason: "is a binary file: it holds NUL bytes" },
      { path: "b.txt", reason: "can't be read: it is gone, or a link that leads nowhere" },
      { path: "latin.txt", reason: "is not UTF-8 text; save it with encoding UTF-8 to take it in" },
      { path: "linked", reason: "is a link to a folder" },
    ]);
    expect(inputs.map(({ path }) => path)).toEqual(["c.txt"]);
    expect(uint16(await bytes("train.bin"))).toEqual(idsOf(third));
  });

  it("takes a text that is in no file", async () => {
    const { job, bytes } = await make({});
    const manifest = await runHere(job({ sources: [{ kind: "text", path: "Untitled-1", text: first }] }));
    expect(uint16(await bytes("train.bin"))).toEqual(idsOf(first));
    expect(manifest.inputs[0]?.sha256).toBe(createHash("sha256").update(first).digest("hex"));
  });

  it.each([
    { options: { split: { by: "document", validationFraction: 0.5 } as const }, says: /none for validation/ },
    { options: { specialTokens: "error" as const }, says: /holds the special token <\|endoftext\|>/ },
  ])("refuses what can't be exported, and leaves nothing behind: $says", async ({ options, says }) => {
    const { job, out } = await make({ "a.md": "text <|endoftext|> text" });
    await expect(runHere(job({ options }))).rejects.toThrow(says);
    expect(await readdir(out)).toEqual([]);
  });

  it.each(["bin", "npyPairs", "parquet"] as const)(
    "cancelled while it writes %s, leaves the old files and nothing else",
    async (format) => {
      const { job, out, bytes } = await make({ "a.md": first, "b.txt": second });
      await writeFile(join(out, "train.bin"), "old");
      const controller = new AbortController();
      const split = { by: "token", validationFraction: 0.1 } as const;
      const running = runHere(job({ format, options: { split } }), controller.signal, ({ phase, done }) => {
        if (phase === "writing" && done > 0.5) controller.abort();
      });
      await expect(running).rejects.toThrow(/abort/i);
      expect(await readdir(out)).toEqual(["train.bin"]);
      expect(new TextDecoder().decode(await bytes("train.bin"))).toBe("old");
    },
  );
});
