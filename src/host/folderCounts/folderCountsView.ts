/** The view Token Counts in the explorer: a tree with totals, largest first, a bar for each share; with a filter. */
import { said } from "../../host/said.ts";
import * as vscode from "vscode";
import type { LeftOut } from "../../core/datasets/manifest.ts";
import { type CountNode, countTree, filtered, shareBar } from "./countTree.ts";
import type { FolderCounts } from "./folderCounts.ts";

type Node =
  | { readonly kind: "count"; readonly count: CountNode }
  | { readonly kind: "skippedFiles"; readonly skipped: readonly LeftOut[] }
  | { readonly kind: "skipped"; readonly file: LeftOut };

const viewId = "tokenscope.folderCounts";
/** The view is there once something was counted. */
const contextKey = "tokenscope.hasFolderCounts";
const filterKey = "tokenscope.folderCountsFiltered";

const number = (value: number): string => value.toLocaleString(vscode.env.language);

export class FolderCountsView implements vscode.Disposable, vscode.TreeDataProvider<Node> {
  readonly #counts: FolderCounts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Node>;
  readonly #subscription: vscode.Disposable;
  #filter = "";
  #top: CountNode | undefined;

  constructor(counts: FolderCounts) {
    this.#counts = counts;
    this.#view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.#subscription = counts.onDidChange(() => this.#refresh());
  }

  get filter(): string {
    return this.#filter;
  }

  set filter(filter: string) {
    this.#filter = filter;
    this.#refresh();
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand("setContext", contextKey, this.#counts.counted !== undefined);
    await vscode.commands.executeCommand(`${viewId}.focus`);
  }

  getChildren(node?: Node): Node[] {
    const counted = this.#counts.counted;
    if (counted === undefined || this.#top === undefined) return [];
    if (node === undefined) {
      const { skipped } = counted;
      return [{ kind: "count", count: this.#top }, ...(skipped.length === 0 ? [] : [{ kind: "skippedFiles" as const, skipped }])];
    }
    if (node.kind === "count") return (node.count.children ?? []).map((count) => ({ kind: "count", count }));
    return node.kind === "skippedFiles" ? node.skipped.map((file) => ({ kind: "skipped", file })) : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === "count") return this.#countItem(node.count);
    if (node.kind === "skippedFiles") {
      const item = new vscode.TreeItem(vscode.l10n.t("Left Out"), vscode.TreeItemCollapsibleState.Collapsed);
      item.description = number(node.skipped.length);
      item.iconPath = new vscode.ThemeIcon("circle-slash");
      return item;
    }
    const item = new vscode.TreeItem(node.file.path === "" ? vscode.l10n.t("the folder chosen") : node.file.path);
    item.description = said(node.file.reason);
    item.tooltip = `${node.file.path} ${said(node.file.reason)}`;
    return item;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  #countItem({ name, path, tokenCount, byteLength, fileCount, children }: CountNode): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const isTop = path === "";
    const total = this.#top?.tokenCount ?? 0;
    const percent = total === 0 ? 0 : (100 * tokenCount) / total;
    const share = `${percent.toLocaleString(vscode.env.language, { maximumFractionDigits: 1 })} %`;
    const item = new vscode.TreeItem(name, children === undefined ? None : isTop || this.#filter !== "" ? Expanded : Collapsed);
    item.id = `${this.#filter}/${path}`; // with a filter of its own: VS Code would keep what was folded before
    item.description = isTop ? number(tokenCount) : `${number(tokenCount)}  ${shareBar(tokenCount, total)} ${share}`;
    const uri = vscode.Uri.joinPath(this.#counts.counted?.top ?? vscode.Uri.file("/"), path);
    item.iconPath = children === undefined ? vscode.ThemeIcon.File : vscode.ThemeIcon.Folder;
    item.tooltip = [
      path === "" ? name : path,
      vscode.l10n.t("{0} tokens of {1}, {2} of all", number(tokenCount), this.#counts.counted?.encoding ?? "", share),
      vscode.l10n.t("{0} bytes in {1} files", number(byteLength), number(fileCount)),
    ].join("\n");
    item.accessibilityInformation = { label: vscode.l10n.t("{0}, {1} tokens, {2}", name, number(tokenCount), share) };
    if (children === undefined) item.command = { command: "vscode.open", title: vscode.l10n.t("Open"), arguments: [uri] };
    return item;
  }

  #refresh(): void {
    const counted = this.#counts.counted;
    const files = counted === undefined ? [] : filtered(counted.files, this.#filter);
    this.#top = counted === undefined ? undefined : countTree(counted.name, files);
    this.#view.description =
      counted === undefined ? "" : vscode.l10n.t("{0} tokens of {1}", number(this.#top?.tokenCount ?? 0), counted.encoding);
    this.#view.message =
      counted === undefined || this.#filter === ""
        ? ""
        : vscode.l10n.t('{0} of {1} files hold "{2}"', number(files.length), number(counted.files.length), this.#filter);
    void vscode.commands.executeCommand("setContext", contextKey, counted !== undefined);
    void vscode.commands.executeCommand("setContext", filterKey, this.#filter !== "");
    this.#changed.fire(undefined);
  }
}
