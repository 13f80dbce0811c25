/** Ignore files that can't be read: what they keep out is unknown, and nothing of their folder may be taken without a yes. */
import { SentenceError } from "../../core/errors.ts";
import { say, type Sentence } from "../../core/sentence.ts";
import type * as vscode from "vscode";
import { nameOf } from "../names.ts";

/** An ignore file that can't be read. */
export interface UnreadableRules {
  readonly uri: vscode.Uri;
  /** A clause that goes on from its name. */
  readonly reason: Sentence;
}

/** Asked for a yes: whether to go on as if an ignore file that can't be read held no rules. */
export type MayPassOver = (rules: UnreadableRules) => Promise<boolean>;

export interface RuleOptions {
  readonly mayPassOver: MayPassOver;
  /** The user's own folder, which settings call "~"; undefined where no such disk is reached. */
  readonly home: vscode.Uri | undefined;
}

/** Nobody said yes. The sentence is a clause that goes on from the folder's name. */
export class RulesUnknown extends SentenceError {
  override readonly name = "RulesUnknown";
}

/** @throws RulesUnknown without a yes */
export async function passOver(rules: UnreadableRules, { mayPassOver }: RuleOptions): Promise<void> {
  if (await mayPassOver(rules)) return;
  throw new RulesUnknown(say`is left out with all that is in it: what ${nameOf(rules.uri)} keeps out is unknown, since it ${rules.reason}`);
}
