/** Addresses as text from outside: of links, key bindings and other extensions. */
import * as v from "valibot";
import * as vscode from "vscode";

/** What `vscode.Uri.parse(text, true)` takes: a scheme, and a path that fits it. */
export const addressSchema = v.pipe(v.string(), v.check(isAddress, "An address begins with its scheme, as file:///folder/name does."));

function isAddress(text: string): boolean {
  try {
    vscode.Uri.parse(text, true);
    return true;
  } catch {
    return false;
  }
}
