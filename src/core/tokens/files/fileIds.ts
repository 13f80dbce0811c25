/** How an encoding from a file is named where built-in ones have a name: by the file's hash, or by its entry in the setting `tokenscope.tokenizers`. */
import type { EncodingId } from "../encodingSpec.ts";

const named = "named:";

/** The identity of an encoding: two files with the same bytes are the same encoding. */
export const idOfHash = (sha256: string): EncodingId => `sha256-${sha256}`;

/** The id of whatever file the setting names now. */
export const idOfName = (name: string): EncodingId => named + name;

/** The setting's entry that an id names; undefined for another kind of id. */
export const nameOfId = (id: EncodingId): string | undefined => (id.startsWith(named) ? id.slice(named.length) : undefined);

/** Whether it has the form of a file's id; whether the file is known on this machine shows when it is used. */
export const isFileId = (id: EncodingId): boolean => /^sha256-[\da-f]{64}$/.test(id) || /^named:.{1,200}$/.test(id);
