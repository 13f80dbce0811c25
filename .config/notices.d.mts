/** @throws Error naming a package whose licence is not known, or without a text */
export function thirdPartyNotices(metafiles: readonly { readonly inputs: Readonly<Record<string, unknown>> }[]): string;
