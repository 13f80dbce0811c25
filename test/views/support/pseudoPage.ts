/** What a page in the pseudo language shows that is not translated: texts and names without its accents. */
import type { Page } from "playwright-core";

/** Words that are the same in every language: the field's, and names of code. What holds another one comes before it. */
const same = [
  "torch.manual_seed(seed)",
  "sample.md",
  "gpt2",
  "cl100k_base",
  "o200k_base",
  "max_length",
  "stride",
  "batch_size",
  "drop_last",
  "shuffle",
  "seed",
  "epoch",
  "PyTorch",
  "Hugging Face",
  "webgl",
  "cpu",
  ".npy",
  ".safetensors",
  "PNG",
  "PCA",
  "UMAP",
  "embedding_dim",
  "vocab_size",
  "context_length",
];

export const untranslated = (page: Page): Promise<readonly string[]> =>
  page.evaluate((words) => {
    const found = new Set<string>();
    const look = (text: string | null, where: Element | null): void => {
      if (text === null || where === null || where.closest(".token, .mono, pre, option, .number-field > .name, script, style") !== null)
        return;
      const rest = words.reduce((left, word) => left.replaceAll(word, ""), text).replaceAll(/⟦.*⟧/gsu, "");
      if (/\p{L}{3}/u.test(rest) && !/[áéíóúčñšťķ·⟦⟧]/u.test(rest)) found.add(text);
    };
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) look(node.textContent, node.parentElement);
    for (const element of document.querySelectorAll("[title], [aria-label], [placeholder]"))
      for (const name of ["title", "aria-label", "placeholder"]) look(element.getAttribute(name), element);
    return [...found];
  }, same);
