/** The net that holds "nothing leaves the machine": what a page or the extension host asks of another host is refused, recorded, and
 *  fails the run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeRunFolder, removeRunFolder } from "../tools/hosts/runFolder.mjs";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

let workbench: Workbench;
const leakyExtension = makeRunFolder();

beforeAll(async () => {
  const contributes = { commands: [{ command: "leaky.ask", title: "Leaky: Ask Another Machine" }] };
  const manifest = { name: "leaky", publisher: "test", version: "0.0.1", engines: { vscode: "^1.106.0" }, main: "main.cjs", contributes };
  mkdirSync(leakyExtension, { recursive: true });
  writeFileSync(join(leakyExtension, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(leakyExtension, "main.cjs"),
    `exports.activate = () => require("vscode").commands.registerCommand("leaky.ask", () => fetch("https://host.example/").catch(() => {}));`,
  );
  workbench = await openWorkbench({ extensionPath: leakyExtension });
});
afterAll(() => removeRunFolder(leakyExtension));

it("records what the page and the extension host ask of other machines, and fails at the end", async () => {
  expect(workbench.outsideRequests()).toEqual([]);
  await workbench.page.evaluate(() => fetch("https://page.example/").catch(() => {}));
  await workbench.runCommand("Leaky: Ask Another Machine");
  await expect.poll(() => workbench.outsideRequests().join("\n")).toMatch(/host\.example:443 from --type=extensionHost/);
  expect(workbench.outsideRequests().join("\n")).toMatch(/page\.example:443/);
  await expect(workbench.close()).rejects.toThrow("2 requests would have left the machine");
});
