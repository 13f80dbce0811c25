/** A chat rendered in a thread, which is ended when it takes too long; in the web host, which has none, here, where it stops itself. */
import { type ErrorRecord, fromRecord } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import * as vscode from "vscode";
import { type Chat, ChatError } from "../../core/chat/readMessages.ts";
import type { ChatTemplate, RenderedChat } from "../../core/chat/renderChat.ts";
import type { Platform } from "../platform/platform.ts";

export interface ChatTask {
  readonly template: ChatTemplate;
  readonly chat: Chat;
}

export type ChatReply =
  | { readonly kind: "done"; readonly rendered: RenderedChat }
  | { readonly kind: "failed"; readonly error: ErrorRecord };

/** A template that has not ended by then never will, in ms. */
const longestRun = 10_000;
/** The same where everything else waits for it. */
const longestHere = 1000;

/** @throws ChatError */
export async function renderElsewhere({ threads }: Platform, extensionUri: vscode.Uri, task: ChatTask): Promise<RenderedChat> {
  if (threads === undefined) {
    const { renderChat } = await import("../../core/chat/renderChat.ts");
    const end = performance.now() + longestHere;
    return renderChat(task.template, task.chat, () => performance.now() > end);
  }
  const start = await threads.start(vscode.Uri.joinPath(extensionUri, "dist", "chatWorker.mjs"));
  return new Promise<RenderedChat>((resolve, reject) => {
    const thread = start(task, {
      onMessage: (message) => {
        const reply = message as ChatReply; // our own worker's
        if (reply.kind === "done") resolve(reply.rendered);
        else reject(reply.error.name === "ChatError" ? new ChatError(reply.error.sentence) : fromRecord(reply.error));
        end();
      },
      onEnd: reject,
    });
    const timer = setTimeout(() => {
      reject(new ChatError(say`The chat template has run for ${longestRun / 1000} seconds and was stopped.`));
      end();
    }, longestRun);
    const end = (): void => {
      clearTimeout(timer);
      void thread.stop();
    };
  });
}
