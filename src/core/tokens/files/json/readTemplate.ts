/** What a tokenizer.json's `post_processor` puts around one text: its tokens, or why they are not offered. Nothing else depends on it, so a file
 *  whose post-processor is not followed is read all the same. */
import { say, type Sentence } from "../../../sentence.ts";
import { itsLabel, type Template } from "../../template.ts";
import { describe, isRecord, type JsonRecord } from "./jsonShape.ts";

/** Tokens around a text; known models have up to three. More would be most of what is counted, for every text. */
const mostAdded = 64;

const none = (why: Sentence): Template => ({ kind: "none", why });
export const namesNone = none(say`${itsLabel} comes from a file that names no start and end tokens.`);

/** @param isToken whether the file has a token with this id */
export function readTemplate(value: unknown, isToken: (id: number) => boolean): Template {
  if (value === null || value === undefined) return namesNone;
  const listed: unknown = isRecord(value) && value["type"] === "Sequence" ? value["processors"] : [value];
  if (!Array.isArray(listed) || !listed.every(isRecord))
    return none(say`${itsLabel} comes from a file whose post_processor is no list of objects.`);
  const [processor, ...others] = listed.filter(({ type }) => type !== "ByteLevel"); // it moves offsets, and adds nothing
  if (processor === undefined) return namesNone;
  if (others.length > 0)
    return none(say`${itsLabel} comes from a file whose post_processor has ${others.length + 1} parts that add tokens.`);
  const template = readProcessor(processor);
  if (template.kind === "none") return template;
  const all = [...template.start, ...template.end];
  const unknown = all.find((id) => !isToken(id));
  if (unknown !== undefined)
    return none(say`${itsLabel} comes from a file whose post_processor names the id ${unknown}, which is no token of the file.`);
  return all.length === 0 ? namesNone : template;
}

function readProcessor(processor: JsonRecord): Template {
  switch (processor["type"]) {
    case "TemplateProcessing":
      return readSingle(processor);
    case "RobertaProcessing":
    case "BertProcessing": {
      const [start, end] = [idOf(processor["cls"]), idOf(processor["sep"])];
      if (start === undefined || end === undefined)
        return none(say`${itsLabel} comes from a file whose post_processor has a cls or sep without an id.`);
      return { kind: "tokens", start: [start], end: [end] };
    }
    default:
      return none(say`${itsLabel} comes from a file whose post_processor ${describe(processor["type"])} is not followed.`);
  }
}

/** `["</s>", 2]` */
const idOf = (value: unknown): number | undefined => (Array.isArray(value) && isId(value[1]) ? value[1] : undefined);

const isId = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value) && value >= 0;

/** The template of one text: tokens, the text once, tokens. */
function readSingle({ single, special_tokens: specials }: JsonRecord): Template {
  if (!Array.isArray(single)) return none(say`${itsLabel} comes from a file whose post_processor has no template for one text.`);
  const lists: { start: number[]; end: number[] } = { start: [], end: [] };
  let textCount = 0;
  for (const piece of single as unknown[]) {
    const { SpecialToken: special, Sequence: text } = isRecord(piece) ? piece : {};
    if (isRecord(text) && text["id"] === "A") {
      textCount++;
      continue;
    }
    const name = isRecord(special) ? special["id"] : undefined;
    const known: unknown = typeof name === "string" && isRecord(specials) && Object.hasOwn(specials, name) ? specials[name] : undefined;
    const ids: unknown = isRecord(known) ? known["ids"] : undefined;
    if (Array.isArray(ids) && lists.start.length + lists.end.length + ids.length > mostAdded)
      return none(say`${itsLabel} comes from a file whose post_processor adds more than ${mostAdded} tokens.`);
    if (!Array.isArray(ids) || !ids.every(isId))
      return none(say`${itsLabel} comes from a file whose post_processor has a template with ${describe(piece)}, which is not followed.`);
    lists[textCount === 0 ? "start" : "end"].push(...ids);
  }
  return textCount === 1
    ? { kind: "tokens", ...lists }
    : none(say`${itsLabel} comes from a file whose post_processor has a template with the text ${textCount} times.`);
}
