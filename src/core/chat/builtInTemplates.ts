/** How messages are written for the built-in encodings, whose models' own templates are not in any file. */
import type { EncodingId } from "../tokens/encodingSpec.ts";

/** The chat format of gpt-oss, openly described: https://cookbook.openai.com/articles/openai-harmony. A service puts a system message of its own first. */
const harmony = `{%- for message in messages -%}
<|start|>{{ message.role }}{% if message.role == "assistant" %}<|channel|>final{% endif %}<|message|>{{ message.content }}<|end|>
{%- endfor -%}
{%- if add_generation_prompt -%}<|start|>assistant{%- endif -%}`;

/** ChatML, as OpenAI described it for its first chat models. */
const chatMl = `{%- for message in messages -%}
{{ "<|im_start|>" + message.role + "\\n" + message.content + "<|im_end|>\\n" }}
{%- endfor -%}
{%- if add_generation_prompt -%}{{ "<|im_start|>assistant\\n" }}{%- endif -%}`;

export interface BuiltInTemplate {
  readonly name: "harmony" | "ChatML";
  readonly source: string;
  /** Whether its markers are tokens of the encoding. Otherwise they are counted as OpenAI's guide counts them. */
  readonly hasMarkers: boolean;
}

export const builtInTemplate = (encoding: EncodingId): BuiltInTemplate =>
  encoding === "o200k_harmony"
    ? { name: "harmony", source: harmony, hasMarkers: true }
    : { name: "ChatML", source: chatMl, hasMarkers: false };

/** Tokens that a message takes beside its role and its content, and those of the answer's beginning, by OpenAI's guide for gpt-3.5-turbo and later:
 *  https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken. An estimate. */
export const tokensPerMessage = 3;
export const tokensOfAnswer = 3;
