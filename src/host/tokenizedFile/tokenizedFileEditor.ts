/** The read-only editor of `.bin` and `.npy` files of token ids: decoded, with the same token and window views as a text. */
import * as vscode from "vscode";
import type { IdType } from "../../core/datasets/idBytes.ts";
import type { TokenizedFile, TokenizedFileServices } from "./tokenizedFile.ts";
import { viewsFolder, webviewHtml } from "../panels/webviewHtml.ts";

const viewType = "tokenscope.tokenizedFile";

export interface TokenizedFileEditorServices extends TokenizedFileServices {
  readonly extensionUri: vscode.Uri;
}

export class TokenizedFileEditors implements vscode.Disposable {
  readonly #registration: vscode.Disposable;
  readonly #open = new Map<string, TokenizedFile>();

  constructor(services: TokenizedFileEditorServices) {
    const { extensionUri } = services;
    const provider: vscode.CustomReadonlyEditorProvider<TokenizedFile> = {
      openCustomDocument: async (uri) => {
        const { TokenizedFile } = await import("./tokenizedFile.ts");
        const key = uri.toString();
        const file = new TokenizedFile(uri, services, () => this.#open.delete(key));
        this.#open.set(key, file);
        void file.open(); // what goes wrong becomes its state
        return file;
      },
      resolveCustomEditor: async (file, panel) => {
        const { serveTokenizedFile } = await import("./tokenizedFileSession.ts");
        panel.webview.options = { enableScripts: true, localResourceRoots: [viewsFolder(extensionUri)] };
        const session = serveTokenizedFile(panel.webview, file, services);
        panel.onDidDispose(() => session.dispose());
        panel.webview.html = webviewHtml(panel.webview, extensionUri, "tokenView");
      },
    };
    this.#registration = vscode.window.registerCustomEditorProvider(viewType, provider, { supportsMultipleEditorsPerDocument: true });
  }

  /** The tokenized file in the active editor; undefined when another editor is active. */
  get active(): TokenizedFile | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (!(input instanceof vscode.TabInputCustom) || input.viewType !== viewType) return undefined;
    return this.#open.get(input.uri.toString());
  }

  dispose(): void {
    this.#registration.dispose();
    for (const file of this.#open.values()) file.dispose();
  }
}

/** The types a headerless .bin may be read as. */
export const idTypes: readonly { readonly type: IdType; readonly description: string }[] = [
  { type: "uint16", description: "nanoGPT, GPT-2's vocabulary" },
  { type: "uint32", description: "larger vocabularies" },
  { type: "int32", description: "torch.int32" },
  { type: "int64", description: "torch.int64" },
];
