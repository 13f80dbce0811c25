/** Every string that a source hands to `vscode.l10n.t`, in its order. */
export function stringsOf(source: string): string[];
/** The host's sources by their paths from the root. */
export function hostSources(): Map<string, string>;
/** Every string of the host, sorted, each once. */
export function hostStrings(): string[];
