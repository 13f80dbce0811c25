/** Which template a chat is rendered with: the one beside the tokenizer's file, or one that is built in. */
import { say } from "../../core/sentence.ts";
import * as vscode from "vscode";
import { builtInTemplate } from "../../core/chat/builtInTemplates.ts";
import { findTemplate } from "../../core/chat/findTemplate.ts";
import { type Chat, ChatError, textOf } from "../../core/chat/readMessages.ts";
import type { ChatTemplate } from "../../core/chat/renderChat.ts";
import type { Encoding } from "../../core/tokens/encoding.ts";
import { UserError } from "../errors.ts";
import { readSmallFile } from "../smallFile.ts";

export interface ChosenTemplate {
  readonly template: ChatTemplate;
  readonly chat: Chat;
  /** What the template is called: "llama/tokenizer.json", "harmony". */
  readonly name: string;
  /** `exact`: the model's own template. `markers`: markers are tokens, but what a service adds is not known. `counted`: not even these are. */
  readonly kind: "exact" | "markers" | "counted";
}

/** @throws UserError when there is no template beside the file; ChatError for messages or a config that can't be read */
export async function templateFor({ spec }: Encoding, chat: Chat): Promise<ChosenTemplate> {
  if (spec.file !== undefined) {
    const uri = vscode.Uri.parse(spec.file.uri, true);
    const [config, jinja] = await Promise.all(["tokenizer_config.json", "chat_template.jinja"].map((name) => textBeside(uri, name)));
    const template = findTemplate(config, jinja);
    if (template === undefined)
      throw new UserError(
        vscode.l10n.t(
          "There is no chat template beside {0}: neither chat_template.jinja nor a chat_template in tokenizer_config.json. Put the model's own there, or choose another encoding.",
          spec.label,
        ),
      );
    return { template, chat, name: spec.label, kind: "exact" };
  }
  const { name, source, hasMarkers } = builtInTemplate(spec.id);
  const messages = chat.messages.map((message, index) => ({ ...message, content: textOf(message, index) }));
  return { template: { source, values: {} }, chat: { ...chat, messages }, name, kind: hasMarkers ? "markers" : "counted" };
}

/** Bytes; templates have some thousands, configs with thousands of added tokens some hundred thousands. */
const largest = 16 * 2 ** 20;

async function textBeside(file: vscode.Uri, name: string): Promise<string | undefined> {
  const uri = vscode.Uri.joinPath(file, "..", name);
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > largest) throw new ChatError(say`The file ${name} has more than ${largest} bytes.`);
    const bytes = await readSmallFile(uri, largest);
    return bytes && new TextDecoder().decode(bytes);
  } catch (error) {
    if (error instanceof ChatError) throw error;
    return undefined; // there is none
  }
}
