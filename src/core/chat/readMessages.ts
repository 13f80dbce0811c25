/** A file of chat messages, as APIs of models take them: a list of messages, or an object with the list under `messages`. Anyone may have written it. */
import { SentenceError } from "../errors.ts";
import { say } from "../sentence.ts";

export interface ChatMessage {
  readonly role: string;
  /** Text, or a list of parts as the file has it. */
  readonly content: unknown;
  /** What else the file says of it: templates read `tool_calls`, `name` and others. */
  readonly [key: string]: unknown;
}

export interface Chat {
  readonly messages: readonly ChatMessage[];
  /** Descriptions of tools, where the file has them. */
  readonly tools: unknown;
}

/** Thrown for a file or a template that can't be shown. The message is one sentence for people. */
export class ChatError extends SentenceError {
  override readonly name = "ChatError";
}

/** Each message is rendered with those before it. */
const mostMessages = 1000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws ChatError saying what was found */
export function readMessages(text: string): Chat {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ChatError(say`The text is no JSON (${error instanceof Error ? error.message.slice(0, 120) : String(error)}); ${expected}.`);
  }
  const list = isRecord(value) ? value["messages"] : value;
  if (!Array.isArray(list))
    throw new ChatError(
      isRecord(value) ? say`The JSON holds no list under messages; ${expected}.` : say`The JSON holds no list; ${expected}.`,
    );
  if (list.length === 0) throw new ChatError(say`The list of messages is empty.`);
  if (list.length > mostMessages) throw new ChatError(say`The file has ${list.length} messages; at most ${mostMessages} are shown.`);
  return { messages: list.map(readMessage), tools: isRecord(value) ? value["tools"] : undefined };
}

const expected = say`a list of messages was expected, each with a role and a content: [{"role": "user", "content": "Hello"}]`;

function readMessage(value: unknown, index: number): ChatMessage {
  if (!isRecord(value) || typeof value["role"] !== "string")
    throw new ChatError(say`Message ${index} has no role: it is ${String(JSON.stringify(value)).slice(0, 60)}; ${expected}.`);
  return { ...value, role: value["role"], content: value["content"] ?? "" };
}

/** The text of a message. @throws ChatError for parts that are no text */
export function textOf({ content }: ChatMessage, index: number): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) {
    return content
      .map((part: unknown) => {
        if (typeof part === "string") return part;
        if (isRecord(part) && typeof part["text"] === "string") return part["text"];
        throw new ChatError(
          say`Message ${index} has a part that is no text (${isRecord(part) ? String(part["type"]) : typeof part}): only text is shown.`,
        );
      })
      .join("");
  }
  throw new ChatError(say`The content of message ${index} is ${String(JSON.stringify(content)).slice(0, 60)}; text was expected.`);
}
