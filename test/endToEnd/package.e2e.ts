/** The package that users install: it installs into a VS Code that has nothing of the checkout, and works there. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePackage } from "../tools/hosts/package.mjs";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

let workbench: Workbench;
let firstHash: string;
let vsix: string;
beforeAll(async () => {
  ({ vsix } = await makePackage());
  firstHash = sha256(vsix);
  workbench = await openWorkbench({ vsix, files: { "a.md": "The cat sat on the mat.\n" }, open: "a.md" });
});
afterAll(() => workbench?.close());

it("shows the tokens of the open file", async () => {
  await workbench.runCommand("Tokenscope: Show Token IDs");
  const view = await workbench.webviewFrame("#app");
  await view
    .getByText(/8 tokens/)
    .first()
    .waitFor();
});

it("opens the embedding inspector", async () => {
  await workbench.runCommand("Tokenscope: Open Embedding Inspector");
  const view = await workbench.webviewFrame("#app [class*=inspector], #app canvas");
  expect(await view.title()).toBe("Tokenscope");
});

it("copies the ids", async () => {
  await workbench.goTo(1);
  await workbench.runCommand("Tokenscope: Copy Token IDs");
  await expect.poll(() => workbench.readClipboard()).toMatch(/464.*3797/s);
});

it("carries the licences of what is in it", () => {
  const name = "extension/dist/ThirdPartyNotices.txt";
  const { [name]: notices } = unzipSync(readFileSync(vsix), { filter: (file) => file.name === name });
  const text = Buffer.from(notices ?? []).toString();
  for (const shipped of ["@tensorflow/tfjs-core", "@vscode/codicons", "fflate", "js-tiktoken", "preact", "valibot"])
    expect(text).toContain(`\n${shipped} `);
});

it("is the same, byte for byte, when it is built again", async () => {
  expect(sha256((await makePackage()).vsix)).toBe(firstHash);
});
