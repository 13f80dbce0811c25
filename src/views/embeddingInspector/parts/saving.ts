/** Files that the user saves: the host asks where, and writes them. */
import { t } from "../../shared/l10n.tsx";
import type { InspectorView } from "../inspectorView.ts";

export interface SavedFile {
  /** As "file/save" takes it: letters, digits, spaces, dots, dashes. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Saves each file where the user chooses, until they choose nowhere; what goes wrong while making them is shown too. */
export function save({ host, attempt }: InspectorView, make: () => readonly SavedFile[] | Promise<readonly SavedFile[]>): void {
  const saveAll = async (): Promise<void> => {
    for (const { name, bytes } of await make()) if (!(await host.request("file/save", { name, bytes }))) return;
  };
  attempt(saveAll());
}

const pictureWidth = 1024;
const gap = 12;

/** Canvases under each other on the page's ground, each as wide as the picture. */
export async function picture(name: string, canvases: readonly HTMLCanvasElement[]): Promise<SavedFile> {
  const heights = canvases.map((canvas) => Math.round((pictureWidth * canvas.clientHeight) / Math.max(1, canvas.clientWidth)));
  const sheet = document.createElement("canvas");
  sheet.width = pictureWidth + 2 * gap;
  sheet.height = heights.reduce((sum, height) => sum + height + gap, gap);
  const context = sheet.getContext("2d");
  if (context === null) throw new Error(t("The picture could not be drawn: this window gives no more canvases. Reload the window."));
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.imageSmoothingEnabled = false;
  let top = gap;
  for (const [i, canvas] of canvases.entries()) {
    context.drawImage(canvas, gap, top, pictureWidth, heights[i] ?? 0);
    top += (heights[i] ?? 0) + gap;
  }
  const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error(t("The picture could not be encoded. Make the view smaller and try again."));
  return { name, bytes: new Uint8Array(await blob.arrayBuffer()) };
}
