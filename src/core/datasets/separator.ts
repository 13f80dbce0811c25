/** Where a document's separator, the encoding's end-of-text token, is put in a stream of documents. */

/** `after` each, as nanoGPT's prepare.py has it; `before` each, as build-nanogpt's fineweb.py; `between` two, so that one document has none. */
export const separatorPlaces = ["between", "after", "before"] as const;
export type SeparatorPlace = (typeof separatorPlaces)[number];

/** Whether one comes before a document with tokens. @param isFirst whether the stream is still empty */
export const separatesBefore = (place: SeparatorPlace, isFirst: boolean): boolean =>
  place === "before" || (place === "between" && !isFirst);

/** Whether one comes after a document with tokens. */
export const separatesAfter = (place: SeparatorPlace): boolean => place === "after";
