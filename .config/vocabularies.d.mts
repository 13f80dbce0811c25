/** The names of all ranks there are vocabulary files of. */
export const rankNames: readonly string[];
/** Writes all vocabulary files into the directory. */
export function buildVocabularies(outDirectory: string): Promise<void>;
/** The bytes of one vocabulary file; `name` without ".vocabulary". */
export function vocabularyBytes(name: string): Promise<Uint8Array>;
