/** The chat template in the files beside a tokenizer: chat_template.jinja, or an entry of tokenizer_config.json. */
import { say } from "../sentence.ts";
import { ChatError } from "./readMessages.ts";
import type { ChatTemplate } from "./renderChat.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @param config text of tokenizer_config.json  @param jinja of chat_template.jinja, which counts where it is there
 *  @returns undefined when neither has a template  @throws ChatError when the config is no JSON object */
export function findTemplate(config: string | undefined, jinja: string | undefined): ChatTemplate | undefined {
  const record = config === undefined ? {} : parse(config);
  const source = jinja ?? templateIn(record["chat_template"]);
  return source === undefined ? undefined : { source, values: tokensIn(record) };
}

function parse(config: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(config);
  } catch {
    value = undefined;
  }
  if (!isRecord(value)) throw new ChatError(say`The file tokenizer_config.json beside the tokenizer is no JSON object.`);
  return value;
}

/** One template, or several by their names: the one called default. */
function templateIn(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  const found: unknown = value.find((each: unknown) => isRecord(each) && each["name"] === "default");
  return isRecord(found) && typeof found["template"] === "string" ? found["template"] : undefined;
}

/** `bos_token` and its kin: as text, or as an added token with its content. */
function tokensIn(record: Readonly<Record<string, unknown>>): Record<string, string> {
  const tokens: Record<string, string> = {};
  for (const [key, value] of Object.entries(record)) {
    if (!key.endsWith("_token")) continue;
    const text = isRecord(value) ? value["content"] : value;
    if (typeof text === "string") tokens[key] = text;
  }
  return tokens;
}
