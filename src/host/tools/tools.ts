/** Every tool that agents may use, by its name. */
import * as v from "valibot";
import * as vscode from "vscode";
import { signalOf } from "../errors.ts";
import { countTokens } from "./countTokens.ts";
import { explainTokens } from "./explainTokens.ts";
import { findSimilarTokens } from "./findSimilarTokens.ts";
import type { Tool, ToolServices } from "./tool.ts";

/** No answer is longer, in code units: a tool that floods the context window is worse than none. */
const longestAnswer = 20_000;

interface BoundTool {
  readonly name: string;
  /** @throws Error that says what does not fit in the input */
  readonly prepare: (input: unknown) => vscode.PreparedToolInvocation;
  /** @throws likewise, and what the tool throws */
  readonly run: (services: ToolServices, input: unknown, signal: AbortSignal) => Promise<object>;
}

/** A tool that is given any input, and checks it. */
function checking<Input>({ name, schema, prepare, run }: Tool<Input>): BoundTool {
  const checked = (input: unknown): Input => {
    const result = v.safeParse(schema, input);
    if (result.success) return result.output;
    const problems = result.issues.map((issue) => [v.getDotPath(issue), issue.message].filter((part) => part !== null).join(": "));
    throw new Error(`The input of ${name} does not fit. ${problems.join("; ")}`);
  };
  return { name, prepare: (input) => prepare(checked(input)), run: (services, input, signal) => run(services, checked(input), signal) };
}

const tools: readonly BoundTool[] = [checking(countTokens), checking(explainTokens), checking(findSimilarTokens)];

function toolOf(name: string): BoundTool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new RangeError(`package.json has the tool ${name}, and no code runs it.`);
  return tool;
}

export const prepareTool = (name: string, input: unknown): vscode.PreparedToolInvocation => toolOf(name).prepare(input);

export async function invokeTool(
  services: ToolServices,
  name: string,
  input: unknown,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const answer = JSON.stringify(await toolOf(name).run(services, input, signalOf(token)));
  if (answer.length > longestAnswer)
    throw new Error(`The answer would take ${answer.length} characters, more than ${longestAnswer}. Ask for a smaller part.`);
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answer)]);
}
