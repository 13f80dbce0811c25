/** Every string that a source hands to `vscode.l10n.t`, in its order. */
export function stringsOf(source: string): string[];
/** The host's sources by their paths from the root. */
export function hostSources(): Map<string, string>;
/** Every message that a source of the views hands to `t`, `plural`, `rich` …, in its order. */
export function viewStringsOf(source: string): string[];
/** The views' sources by their paths from the root. */
export function viewSources(): Map<string, string>;
/** Every message of the views, sorted, each once. */
export function viewStrings(): string[];
/** Every string of the host, sorted, each once. */
export function hostStrings(): string[];
