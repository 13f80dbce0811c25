/** Chats as models receive them. Goldens: Python's jinja2, set up as transformers does it (test/fixtures/chatTemplates.py). */
import { describe, expect, it } from "vitest";
import { builtInTemplate } from "../../../src/core/chat/builtInTemplates.ts";
import { findTemplate } from "../../../src/core/chat/findTemplate.ts";
import { type Chat, readMessages, textOf } from "../../../src/core/chat/readMessages.ts";
import { renderChat } from "../../../src/core/chat/renderChat.ts";
import golden from "../../fixtures/chatTemplates.json" with { type: "json" };

const templates: Readonly<Record<string, string>> = golden.templates;
const chats: Readonly<Record<string, object>> = golden.chats;
const chatOf = (name: string): Chat => readMessages(JSON.stringify(chats[name]));
const templateOf = (name: string) => ({ source: templates[name] ?? "", values: golden.values });

describe("a chat rendered with a model's template", () => {
  const rendered = golden.cases.flatMap(({ template, chat, text, prefixes }) =>
    typeof text === "string" ? [{ template, chat, text, prefixes }] : [],
  );
  it.each(rendered)("is what Python gives: $template, $chat", ({ template, chat, text, prefixes }) => {
    const { text: found, messageEnds } = renderChat(templateOf(template), chatOf(chat));
    expect(found).toBe(text);
    const ends = prefixes.map((prefix) => (typeof prefix === "string" && text.startsWith(prefix) ? prefix.length : undefined));
    expect(messageEnds).toEqual(ends);
  });

  const refused = golden.cases.flatMap(({ template, chat, text }) =>
    typeof text === "string" ? [] : [{ template, chat, says: text.refused }],
  );
  it.each(refused)("is refused in the template's words: $template, $chat", ({ template, chat, says }) =>
    expect(() => renderChat(templateOf(template), chatOf(chat))).toThrow(`The chat template refuses these messages: ${says}`),
  );

  it("has cases of messages whose end is known, and of those that are written otherwise once others follow", () => {
    expect(rendered.length).toBeGreaterThan(8);
    expect(refused.length).toBeGreaterThan(0);
    expect(renderChat(templateOf("thoughts"), chatOf("alternate")).messageEnds[1]).toBeUndefined();
  });

  it("is refused when the template is no Jinja", () =>
    expect(() => renderChat({ source: "{% for %}", values: {} }, chatOf("short"))).toThrow(/^The chat template is not followed: /));
});

describe("a chat rendered where nobody can stop the template from outside", () => {
  const never = (): boolean => false;
  const rendered = golden.cases.filter(({ text }) => typeof text === "string");
  it.each(rendered)("is the same: $template, $chat", ({ template, chat }) => {
    const args = [templateOf(template), chatOf(chat)] as const;
    expect(renderChat(...args, never)).toEqual(renderChat(...args));
  });

  it.each([
    { source: "{{ range(4)|join }} {{ range(2, 5)|join }} {{ range(9, 2, -3)|join }} {{ range(5, 2)|join }}", text: "0123 234 963 " },
    { source: "{% set x = {'range': 7} %}{{ x.range }}{{ x['range'] }}", text: "77" },
    { source: "{% macro m(n) %}{{ n }}{% if n > 0 %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}", text: "3210" },
    { source: "{% if false %}a{% elif messages %}b{% else %}c{% endif %}{% set y %}z{% endset %}{{ y }}", text: "bz" },
  ])("gives what it gives elsewhere: $source", ({ source, text }) => {
    const template = { source, values: {} };
    expect(renderChat(template, chatOf("short"), never).text).toBe(text);
    expect(renderChat(template, chatOf("short")).text).toBe(text);
  });

  it.each([
    { what: "loops in loops", source: "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}" },
    {
      what: "macros that call themselves",
      source: "{% macro m(n) %}{{ m(n + 1) if n < 30 }}{{ m(n + 1) if n < 30 }}{% endmacro %}{{ m(0) }}",
    },
    { what: "a range that no memory holds", source: "{% for a in range(1000000000) %}{% endfor %}" },
    { what: "a range without end", source: "{{ range(0, 5, 0)|length }}" },
  ])("is stopped when it is late: $what", ({ source }) => {
    let turns = 0;
    expect(() => renderChat({ source, values: {} }, chatOf("short"), () => ++turns > 10_000)).toThrow(
      "it has run for too long and was stopped",
    );
    expect(turns).toBeLessThan(10_010);
  });
});

describe("the built-in templates", () => {
  const chat = readMessages(
    '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?"}]',
  );
  it.each([
    {
      encoding: "o200k_harmony",
      name: "harmony",
      hasMarkers: true,
      parts: [
        "<|start|>system<|message|>Be brief.<|end|>",
        "<|start|>user<|message|>Hi<|end|>",
        "<|start|>assistant<|channel|>final<|message|>Yes?<|end|>",
        "<|start|>assistant",
      ],
    },
    {
      encoding: "cl100k_base",
      name: "ChatML",
      hasMarkers: false,
      parts: [
        "<|im_start|>system\nBe brief.<|im_end|>\n",
        "<|im_start|>user\nHi<|im_end|>\n",
        "<|im_start|>assistant\nYes?<|im_end|>\n",
        "<|im_start|>assistant\n",
      ],
    },
  ])("write $name for $encoding", ({ encoding, name, hasMarkers, parts }) => {
    const found = builtInTemplate(encoding);
    expect([found.name, found.hasMarkers]).toEqual([name, hasMarkers]);
    const { text, messageEnds } = renderChat({ source: found.source, values: {} }, chat);
    const places = [0, ...messageEnds, text.length];
    expect(parts.map((_, index) => text.slice(places[index], places[index + 1]))).toEqual(parts);
  });
});

describe("a file of messages", () => {
  it.each([
    { text: "{", says: "The text is no JSON" },
    { text: "7", says: "The JSON holds no list; a list of messages was expected" },
    { text: '{"messages": 1}', says: "no list under messages" },
    { text: "[]", says: "The list of messages is empty." },
    { text: '["x"]', says: 'Message 0 has no role: it is "x"' },
    { text: '[{"role": "user"}, {"content": "x"}]', says: "Message 1 has no role" },
    { text: JSON.stringify(Array.from({ length: 1001 }, () => ({ role: "user" }))), says: "1001 messages; at most 1000" },
  ])("that is none is refused: $says", ({ text, says }) => expect(() => readMessages(text)).toThrow(says));

  it("may hold parts of text; other parts are refused by their kind", () => {
    const textIn = (content: unknown): string => textOf({ role: "user", content }, 3);
    expect(textIn([{ type: "text", text: "a" }, "b"])).toBe("ab");
    expect(() => textIn([{ type: "image_url" }])).toThrow("Message 3 has a part that is no text (image_url)");
    expect(() => textIn({ a: 1 })).toThrow('The content of message 3 is {"a":1}');
  });
});

describe("the template beside a tokenizer", () => {
  it.each([
    { what: "chat_template.jinja before all", config: '{"chat_template": "a"}', jinja: "b", source: "b" },
    {
      what: "the config's",
      config: '{"chat_template": "a", "bos_token": "<s>", "eos_token": {"content": "</s>"}, "pad_token": null}',
      jinja: undefined,
      source: "a",
    },
    {
      what: "the default one of several",
      config: '{"chat_template": [{"name": "tool", "template": "t"}, {"name": "default", "template": "d"}]}',
      jinja: undefined,
      source: "d",
    },
    { what: "none", config: "{}", jinja: undefined, source: undefined },
  ])("is $what", ({ config, jinja, source }) => expect(findTemplate(config, jinja)?.source).toBe(source));

  it("has the tokens that the config names", () =>
    expect(findTemplate('{"bos_token": "<s>", "eos_token": {"content": "</s>"}, "pad_token": null}', "x")?.values).toEqual({
      bos_token: "<s>",
      eos_token: "</s>",
    }));

  it("is not looked for in a config that is no JSON object", () => expect(() => findTemplate("[", undefined)).toThrow("no JSON object"));
});
