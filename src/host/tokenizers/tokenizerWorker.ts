/** The thread in which a tokenizer's file is read: megabytes of JSON and all its merges. Entry of its own bundle. */
import { toRecord } from "../../core/errors.ts";
import { threadSelf } from "../platform/node/threads.ts";
import { compiledForm, type TokenizerReply, type TokenizerSource } from "./compiledFile.ts";

const self = threadSelf();
try {
  const compiled = compiledForm(self.data as TokenizerSource); // our own message: compiledFile.ts sends it
  self.post({ kind: "done", compiled } satisfies TokenizerReply, [compiled.buffer]);
} catch (error) {
  self.post({ kind: "failed", error: toRecord(error) } satisfies TokenizerReply);
}
self.close();
