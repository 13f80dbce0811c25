/** Which encoding a program asks for: an agent's tool and the API take an encoding's own name, that of a tokenizer's file, or a model's. */
import { findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { EncodingId } from "../../core/tokens/encodingSpec.ts";
import { tokenizerOfModel } from "../../core/tokens/models.ts";
import type { Encodings } from "./encodings.ts";

/** @throws RangeError that says what to ask for instead; it is read by a program or a language model, in English */
export function encodingByName(name: string, encodings: Pick<Encodings, "called" | "names">): EncodingId {
  const named = encodings.called(name.trim());
  if (named !== undefined) return named;
  const tokenizer = tokenizerOfModel(name);
  if (tokenizer.kind === "notPublic") {
    throw new RangeError(
      `"${name}" cannot be counted: ${tokenizer.maker} publishes no tokenizer for ${tokenizer.family}, only its own service counts its tokens. ` +
        `Do not report a number for it. If an estimate is enough, ask for o200k_base and call the result an estimate.`,
    );
  }
  const known = `The encodings are ${encodings.names.join(", ")}; names of OpenAI's models such as gpt-4o, gpt-5 and text-embedding-3-small are known too.`;
  if (tokenizer.kind === "unknown") throw new RangeError(`"${name}" is no encoding and no model that is known here. ${known}`);
  const found = findBuiltIn(tokenizer.encoding);
  if (found === undefined) throw new RangeError(`"${name}" reads ${tokenizer.encoding}, which this version does not have. ${known}`);
  return found.id;
}
