/** A chat rendered with a model's own template, as `apply_chat_template` of Hugging Face's transformers does it, and where each message ends in it. */
import { SentenceError } from "../errors.ts";
import { say, type Sentence } from "../sentence.ts";
import { Template } from "@huggingface/jinja";
import { boundTemplate } from "./boundedTemplate.ts";
import type { Chat } from "./readMessages.ts";
import { ChatError } from "./readMessages.ts";

export interface ChatTemplate {
  /** Jinja, as tokenizer_config.json or chat_template.jinja has it. */
  readonly source: string;
  /** What templates read besides the messages: `bos_token`, `eos_token` and others. */
  readonly values: Readonly<Record<string, string>>;
}

export interface RenderedChat {
  /** What the model receives: with the beginning of its own answer. */
  readonly text: string;
  /** Where each message ends in the text, in code units; undefined where the template writes it otherwise once another follows. */
  readonly messageEnds: readonly (number | undefined)[];
}

/** @param isLate where nobody can stop it from outside: asked at each turn of a loop; a template that is late is stopped
 *  @throws ChatError in the template's own words, or saying what is not followed in it */
export function renderChat({ source, values }: ChatTemplate, { messages, tools }: Chat, isLate?: () => boolean): RenderedChat {
  let template: Template;
  try {
    template = new Template(source);
  } catch (error) {
    throw new ChatError(say`The chat template is not followed: ${reasonOf(error)}`);
  }
  const bounds =
    isLate === undefined ? {} : boundTemplate(template, isLate, () => new SentenceError(say`it has run for too long and was stopped.`));
  const render = (count: number, isWhole: boolean): string =>
    template.render({ ...values, ...bounds, messages: messages.slice(0, count), tools: tools ?? null, add_generation_prompt: isWhole });
  let text: string;
  try {
    text = render(messages.length, true);
  } catch (error) {
    throw new ChatError(say`The chat template refuses these messages: ${reasonOf(error)}`);
  }
  return { text, messageEnds: messages.map((_, index) => endIn(text, () => render(index + 1, false))) };
}

/** Where the first messages end; undefined when they alone are written in another way, or refused. */
function endIn(text: string, render: () => string): number | undefined {
  try {
    const part = render();
    return text.startsWith(part) ? part.length : undefined;
  } catch {
    return undefined; // some templates ask for a question before an answer
  }
}

/** Our own words, or the template's, as far as a sentence can take them. */
function reasonOf(error: unknown): Sentence | string {
  if (error instanceof SentenceError) return error.sentence;
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
