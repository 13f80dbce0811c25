/** What every tool for agents has: a checked input, a bounded answer in JSON, and errors that say what to do. Texts here are read by a
 *  language model, so they are English, whatever the user's language. */
import * as v from "valibot";
import * as vscode from "vscode";
import { signalOf } from "../errors.ts";
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

/** No answer is longer, in code units: a tool that floods the context window is worse than none. */
const longestAnswer = 20_000;

export function registerTool<Input>(services: ToolServices, { name, schema, prepare, run }: Tool<Input>): vscode.Disposable {
  const checked = (input: unknown): Input => {
    const result = v.safeParse(schema, input);
    if (result.success) return result.output;
    throw new Error(`The input of ${name} does not fit. ${v.summarize(result.issues)}`);
  };
  return vscode.lm.registerTool<unknown>(name, {
    prepareInvocation: ({ input }) => prepare(checked(input)),
    async invoke({ input }, token) {
      const answer = JSON.stringify(await run(services, checked(input), signalOf(token)));
      if (answer.length > longestAnswer)
        throw new Error(`The answer would take ${answer.length} characters, more than ${longestAnswer}. Ask for a smaller part.`);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answer)]);
    },
  });
}
