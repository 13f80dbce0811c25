/** What every tool for agents has: a checked input, a bounded answer in JSON, and errors that say what to do. Texts here are read by a
 *  language model, so they are English, whatever the user's language. */
import type * as v from "valibot";
import type * as vscode from "vscode";
import type { CountServices } from "../folderCounts/countFiles.ts";
import type { Weights } from "../weights/weights.ts";

export interface ToolServices extends CountServices {
  readonly weights: Weights;
}

export interface Tool<Input> {
  /** As package.json declares it. */
  readonly name: string;
  readonly schema: v.GenericSchema<unknown, Input>;
  /** What the user is asked before, and told while it runs. */
  readonly prepare: (input: Input) => vscode.PreparedToolInvocation;
  /** @returns what is written as JSON  @throws Error whose message the model reads */
  readonly run: (services: ToolServices, input: Input, signal: AbortSignal) => Promise<object>;
}
