/** What can be computed of a view's looks. Each function runs inside a page: it may use nothing but its parameters and the DOM. */

/** The elements of a selector whose text has less than 4.5 : 1 of contrast to its background; a sentence when there is none to look at.
 *  The backgrounds of `tints`, which lie beside the text in the page and behind it on the screen, count for every text. */
export function poorContrast({ selector, tints = "none" }: { readonly selector: string; readonly tints?: string }): string[] {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("This page has no canvas.");
  /** Colours laid over each other, the undermost first, as what is seen. */
  const seen = (colours: readonly string[]): readonly number[] => {
    for (const colour of ["white", ...colours]) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = getComputedStyle(document.documentElement).getPropertyValue("--vscode-editor-background");
  const tintColours = new Set([
    "transparent",
    ...[...document.querySelectorAll(tints)].map((tint) => getComputedStyle(tint).backgroundColor),
  ]);
  const poor = new Set<string>();
  let looked = 0;
  for (const element of document.querySelectorAll(selector)) {
    const hasOwnText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "");
    if (!hasOwnText || element.closest(":disabled, .codicon") !== null || element.getClientRects().length === 0) continue;
    looked += 1;
    const backgrounds: string[] = [];
    for (let at: Element | null = element; at !== null; at = at.parentElement) backgrounds.unshift(getComputedStyle(at).backgroundColor);
    for (const tint of tintColours) {
      const below = [...(page === "" ? [] : [page]), ...backgrounds, tint];
      const [text, background] = [luminance(seen([...below, getComputedStyle(element).color])), luminance(seen(below))];
      const ratio = (Math.max(text, background) + 0.05) / (Math.min(text, background) + 0.05);
      if (!(ratio >= 4.5))
        poor.add(`${ratio.toFixed(2)} : 1 ${element.tagName}.${element.className} "${(element.textContent ?? "").trim()}"`);
    }
  }
  return looked === 0 ? [`Nothing with text matches ${selector}.`] : [...poor];
}

/** Everything that is wider than the place it has, by its class; printed tensors may be. */
export function sidewaysScrollers(): string[] {
  return [document.documentElement, ...document.querySelectorAll<HTMLElement>("body *")]
    .filter((element) => element === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(element).overflowX))
    .filter((element) => element.tagName !== "PRE" && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
    .map((element) => `${element.tagName}.${element.className}: ${element.scrollWidth} in ${element.clientWidth} px`);
}

/** Controls whose right or left end lies outside the page, by their text. */
export function cutOff(): string[] {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll<HTMLElement>("button, input, select, [role=slider], h2, b, .badge, .number")]
    .filter((element) => {
      const { left, right, height } = element.getBoundingClientRect();
      return height > 0 && (right > width + 1 || left < -1);
    })
    .map((element) => `${element.tagName}.${element.className} "${element.innerText || (element.getAttribute("aria-label") ?? "")}"`);
}

/** Parts that have a heading or a name, and nothing to be seen in them. */
export function emptyParts(selector: string): string[] {
  return [...document.querySelectorAll<HTMLElement>(selector)]
    .filter((part) => {
      const { width, height } = part.getBoundingClientRect();
      return width < 40 || height < 20 || (part.innerText.trim() === "" && part.querySelector("canvas") === null);
    })
    .map((part) => `${part.tagName}.${part.className} ${part.getBoundingClientRect().height} px high`);
}

/** What has the focus, and whether it looks different from when it has not. */
export function focused(): { readonly name: string; readonly isSeen: boolean } {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return { name: "", isSeen: false };
  const marked = [element, element.parentElement, document.getElementById(element.getAttribute("aria-activedescendant") ?? "")];
  const look = (): string =>
    marked
      .flatMap((each) => (each === null ? [] : [undefined, "::after", "::before"].map((part) => getComputedStyle(each, part))))
      .map(({ outline, backgroundColor, borderColor, boxShadow, width }) =>
        [outline, backgroundColor, borderColor, boxShadow, width].join(" "),
      )
      .join("\n");
  const withFocus = look();
  element.blur();
  const without = look();
  element.focus();
  return {
    name: `${element.tagName}.${element.className} ${element.getAttribute("aria-label") ?? element.innerText}`,
    isSeen: withFocus !== without,
  };
}
