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
/** The template of every say`…` of a source, in its order, with `{0}`, `{1}` … for its values. */
export function sentencesOf(source: string): string[];
/** All sources by their paths from the root. */
export function allSources(): Map<string, string>;
/** Every sentence that is made where no language is known, sorted, each once. */
export function sentences(): string[];
