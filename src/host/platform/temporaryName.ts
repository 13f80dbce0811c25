/** The name of a file being written: in the folder of its final place, so that the rename stays on one disk; hidden, and told apart from
 *  any other run's. */
export const temporaryName = (name: string): string => `.${name}.${crypto.randomUUID().slice(0, 8)}.partial`;
