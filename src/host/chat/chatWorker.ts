/** The thread that renders a chat: a template is a program that anyone may have written, and may run for ever. Entry of its own bundle. */
import { toRecord } from "../../core/errors.ts";
import { renderChat } from "../../core/chat/renderChat.ts";
import { threadSelf } from "../platform/node/threads.ts";
import type { ChatReply, ChatTask } from "./renderElsewhere.ts";

const self = threadSelf();
const { template, chat } = self.data as ChatTask; // our own message: renderElsewhere.ts sends it
try {
  self.post({ kind: "done", rendered: renderChat(template, chat) } satisfies ChatReply);
} catch (error) {
  self.post({ kind: "failed", error: toRecord(error) } satisfies ChatReply);
}
self.close();
