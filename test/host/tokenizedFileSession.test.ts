/** The editor of tokenized files, asked as its view asks: the same answers as for a live text of the same tokens. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { Encodings } from "../../src/host/documents/encodings.ts";
import { LensMemory } from "../../src/host/documents/lensMemory.ts";
import { TokenizedFile } from "../../src/host/tokenizedFile/tokenizedFile.ts";
import { serveTokenizedFile } from "../../src/host/tokenizedFile/tokenizedFileSession.ts";
import { connect, type Connection } from "../../src/protocol/rpc.ts";
import type { TokenViewHostMethods } from "../../src/protocol/tokenView.ts";
import { type ReadyText, sharedViewMethods, type ViewState } from "../../src/protocol/views.ts";
import { activate, closeAll, copiedIds, noFiles, openText, plainPlatform, until } from "./support.ts";

const text = "Tokenization of naïve 文章 and 🐈. ".repeat(300);

const memento: vscode.Memento = { keys: () => [], get: () => undefined as never, update: () => Promise.resolve() };
const log = { warn: () => undefined, info: () => undefined } as unknown as vscode.LogOutputChannel; // all that is called of it

/** A webview whose page is the test. */
function page(): { readonly webview: vscode.Webview; readonly view: Connection<TokenViewHostMethods>; readonly states: ViewState[] } {
  const toHost = new vscode.EventEmitter<unknown>();
  const states: ViewState[] = [];
  const view = connect<typeof sharedViewMethods, TokenViewHostMethods>(
    { post: (message) => toHost.fire(JSON.parse(JSON.stringify(message))) },
    sharedViewMethods,
    { state: (state) => void states.push(state) },
    (sentence) => assert.fail(sentence),
  );
  const postMessage = (message: unknown): Promise<boolean> => {
    view.receive(JSON.parse(JSON.stringify(message)));
    return Promise.resolve(true);
  };
  return { webview: { onDidReceiveMessage: toHost.event, postMessage } as unknown as vscode.Webview, view, states };
}

const uri = (): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, "session.bin");
};
const readyText = ({ text: state }: ViewState): ReadyText => {
  assert.equal(state.kind, "ready");
  return state as ReadyText; // as just asserted
};

describe("an editor of a tokenized file", () => {
  let ids: number[];
  before(async () => {
    await activate();
    await openText(text);
    ids = await copiedIds();
    await closeAll();
    await vscode.workspace.fs.writeFile(uri(), new Uint8Array(Uint16Array.from(ids).buffer));
  });
  after(() => vscode.workspace.fs.delete(uri()));

  it("says of tokens what is said of a live text's: counts, the selected token's piece and merges, matches, rows", async () => {
    const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
    assert.ok(extension);
    const services = {
      platform: plainPlatform,
      encodings: new Encodings(extension.extensionUri, noFiles, () => undefined),
      memory: new LensMemory(memento),
      log,
    };
    const file = new TokenizedFile(uri(), services, () => undefined);
    const { webview, view, states } = page();
    const session = serveTokenizedFile(webview, file, services);
    try {
      await file.chooseType("uint16");
      await until(
        () => file.ready?.service.source.counts,
        (counts) => counts !== undefined,
      );
      const first = readyText(await view.request("view/ready", null));
      assert.deepEqual([first.tokenCount, first.charCount, first.distinctCount], [ids.length, text.length, new Set(ids).size]);
      assert.equal(first.selected, undefined);

      states.length = 0;
      await view.request("lens/change", { selectedToken: 1 });
      const [state] = await until(
        () => states,
        (sent) => sent.length > 0,
      );
      assert.ok(state);
      const { selected } = readyText(state);
      assert.deepEqual(selected?.piece, { text: "Tokenization" });
      assert.ok(selected.merges.length > 2, JSON.stringify(selected));

      const found = await view.request("tokens/search", { query: "🐈", by: "text", from: 0, backwards: false });
      assert.equal(found.matchCount, 300);
      const { rows } = await view.request("rows/slice", { from: 0, to: 2 });
      assert.deepEqual(rows[0]?.ids, ids.slice(0, 128));
      assert.deepEqual([rows[0]?.beginsBlock, rows[1]?.beginsBlock], [true, false]);

      states.length = 0;
      for (let index = 2; index < 12; index++) void view.request("lens/change", { selectedToken: index });
      await until(
        () => states.at(-1),
        (last) => last?.lens.selectedToken === 11 && last.text.kind === "ready" && last.text.selected?.index === 11,
      );
    } finally {
      session.dispose();
      file.dispose();
    }
  });
});
