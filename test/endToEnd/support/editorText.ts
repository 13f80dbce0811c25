/** Where a text stands on the screen in the active editor. Runs inside the page: it may use nothing but its parameter and the DOM. */
export function wordAt(text: string): { x: number; y: number } | undefined {
  const editor = document.querySelector(".editor-group-container.active .monaco-editor") ?? document.querySelector(".monaco-editor");
  const lines = [...(editor?.querySelectorAll<HTMLElement>(".view-line") ?? [])].sort((a, b) => a.offsetTop - b.offsetTop);
  for (const line of lines) {
    // The editor draws spaces as no-break spaces.
    const at = (line.textContent ?? "").replaceAll("\u00A0", " ").indexOf(text);
    if (at < 0) continue;
    const range = document.createRange();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let passed = 0;
    let started = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (!started && at < passed + length) {
        range.setStart(node, at - passed);
        started = true;
      }
      if (started && at + text.length <= passed + length) {
        range.setEnd(node, at + text.length - passed);
        const box = range.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      }
      passed += length;
    }
  }
  return undefined;
}
