/** Show Chat as the Model Receives It: a JSON file of messages, rendered with the model's own template. */
import { type Command, target } from "./command.ts";

export const showChat: Command = {
  id: "tokenscope.showChat",
  run: async ({ chats, lenses }) => chats.show(target(lenses).document),
};
