/** VS Code in a browser stores a workspace's state with a delay: tests wait for it before they reload the window. */

/** Whether VS Code's own storage in the browser holds what the pattern describes. Runs inside the page. */
export async function isStored(pattern: string): Promise<boolean> {
  const wait = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error ?? new Error("The storage can't be read."));
    });
  for (const { name = "" } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db")) continue;
    const database = await wait(indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const values = await Promise.all(stores.map((store) => wait(database.transaction(store).objectStore(store).getAll())));
    database.close();
    if (new RegExp(pattern, "u").test(JSON.stringify(values))) return true;
  }
  return false;
}
