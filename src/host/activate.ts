/** Builds everything, owns everything: whatever Tokenscope creates hangs from here and goes when it goes. Gives other extensions the API. */
import * as vscode from "vscode";
import { ChatDocuments } from "./chat/chatDocuments.ts";
import { createApi } from "./api/createApi.ts";
import type { TokenscopeApi } from "./api/tokenscope.d.ts";
import type { CommandServices } from "./commands/command.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { Encodings } from "./documents/encodings.ts";
import { Lenses } from "./documents/lenses.ts";
import { LensMemory } from "./documents/lensMemory.ts";
import { registerChatMarkerHints } from "./editor/chatMarkerHints.ts";
import { Cursor } from "./editor/cursor.ts";
import { Decorations } from "./editor/decorations.ts";
import { registerDiagnostics } from "./editor/diagnostics.ts";
import { registerHover } from "./editor/hover.ts";
import { StatusBar } from "./editor/statusBar.ts";
import { CountBadges } from "./folderCounts/countBadges.ts";
import { FolderCounts } from "./folderCounts/folderCounts.ts";
import { FolderCountsView } from "./folderCounts/folderCountsView.ts";
import { CellCounts } from "./notebooks/cellCounts.ts";
import { Notebooks } from "./notebooks/notebooks.ts";
import { registerEmbeddingInspector } from "./panels/embeddingInspector.ts";
import { TokenizedFileEditors } from "./tokenizedFile/tokenizedFileEditor.ts";
import { OpenViews } from "./panels/openViews.ts";
import { TokenViewPanel } from "./panels/tokenView.ts";
import type { Platform } from "./platform/platform.ts";
import { TokenWorkers } from "./tokenWorkers/tokenWorkers.ts";
import { registerTools } from "./tools/registerTools.ts";
import { TokenizerFiles } from "./tokenizers/tokenizerFiles.ts";
import { Weights } from "./weights/weights.ts";

export function activateOn(platform: Platform, context: vscode.ExtensionContext): TokenscopeApi {
  const { extensionUri, subscriptions } = context;
  const own = <Owned extends vscode.Disposable>(disposable: Owned): Owned => {
    subscriptions.push(disposable);
    return disposable;
  };
  const log = own(vscode.window.createOutputChannel("Tokenscope", { log: true }));
  const tokenizerFiles = own(new TokenizerFiles(platform, extensionUri, context.globalStorageUri, context.globalState));
  const encodings = own(new Encodings(extensionUri, tokenizerFiles, (sentence) => log.warn(sentence)));
  const memory = own(new LensMemory(context.workspaceState));
  const notebooks = own(new Notebooks());
  const lenses = own(new Lenses(encodings, memory, notebooks, log));
  const cursor = own(new Cursor(lenses, notebooks));
  const weights = own(new Weights(platform, context.storageUri ?? context.globalStorageUri, context.workspaceState, log));
  const openViews = new OpenViews(() => lenses.followAll());
  const views = { platform, extensionUri, encodings, tokenizerFiles, lenses, cursor, weights, openViews, log };
  const tokenView = own(new TokenViewPanel(views));
  const tokenizedFiles = own(new TokenizedFileEditors({ platform, extensionUri, encodings, memory, log }));
  own(registerEmbeddingInspector(views));
  own(registerHover(lenses, openViews));
  own(new Decorations(lenses));
  own(new StatusBar(lenses, log));
  own(registerDiagnostics(lenses, log));
  own(registerChatMarkerHints(lenses, log));
  own(new CellCounts(notebooks, lenses, encodings));

  const workers = own(new TokenWorkers(platform, extensionUri, encodings));
  const folderCounts = own(new FolderCounts({ platform, encodings, workers, log }));
  const folderCountsView = own(new FolderCountsView(folderCounts));
  own(new CountBadges(folderCounts));

  const chats = own(new ChatDocuments({ platform, extensionUri, encodings, lenses }));
  const editing = { chats, encodings, tokenizerFiles, lenses, notebooks, cursor, tokenView, tokenizedFiles, weights };
  const services: CommandServices = { platform, extensionUri, ...editing, folderCounts, folderCountsView, log };
  own(registerCommands(services, context.extension.packageJSON));
  own(registerTools({ platform, encodings, workers, weights, log }, context.extension.packageJSON));
  return createApi(encodings);
}
