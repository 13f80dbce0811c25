/** Draws media/icon.png, the icon of the extension's page, from media/tokenscope.svg: its lines in white on a dark ground, with the tints of
 *  three tokens. Run by hand when the drawing changes: `node .config/icon.mjs`. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../test/tools/hosts/chromium.mjs";

const media = fileURLToPath(new URL("../media/", import.meta.url));
const size = 256;
const drawing = (await readFile(`${media}tokenscope.svg`, "utf8")).replace(
  "<svg ",
  `<svg style="position:absolute;inset:28px;color:#fff" width="200" height="200" `,
);
const tint = (/** @type {string} */ colour, /** @type {number} */ x, /** @type {number} */ width) =>
  `<rect x="${x}" y="7.5" width="${width}" height="9" fill="${colour}" opacity="0.75" stroke="none"/>`;
const tinted = drawing
  .replace(/width="24" height="24" /, "")
  .replace(/stroke-width="1.5"/, 'stroke-width="0.9"')
  .replace("<path", `${tint("#3794ff", 3, 5)}${tint("#89d185", 8, 8.5)}${tint("#d18616", 16.5, 4.5)}<path`);

const { context, close } = await launchChromium({ width: size, height: size });
const page = await context.newPage();
await page.setViewportSize({ width: size, height: size });
await page.setContent(`<body style="margin:0;background:#10202e">${tinted}</body>`);
await page.screenshot({ path: `${media}icon.png`, clip: { x: 0, y: 0, width: size, height: size } });
await close();
