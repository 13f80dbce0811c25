/** The little of `vscode` that src/host/panels/webviewHtml.ts uses, so that page tests get the real page and the real content policy. */
export const env = { language: "en" };

/** A URI as the page server understands it: a path below the checkout. */
interface FakeUri {
  readonly path: string;
}

export const Uri = {
  joinPath: (base: FakeUri, ...segments: string[]): FakeUri => ({ path: [base.path, ...segments].join("/") }),
};
