/** Generated texts for tokenizers: real words, and everything at which patterns, merges and offsets go wrong, put together at random. */
import * as fc from "fast-check";

const characters = [..." \n\t\r'\"/-=<|>!1aAéß中日😀𝕳𐐀\0\u0085\u00a0\u3000\u0301\ufeff\u2028\u200bʰǅſ½٣"];
const runs = [
  "  ",
  "    ",
  "\n\n",
  "\r\n",
  " \n ",
  "12",
  "345",
  "1234567",
  "----",
  "};",
  "();",
  "!\n/",
  "'s",
  "'S",
  "'ſ",
  "'re",
  "'LL",
  "n't",
];
const words = ["the", " the", "Hello", "WORLD", "camelCase", "HTTPServer", "hasOwnProperty", "__proto__", "constructor", "https://"];
const scripts = ["e\u0301", "文字", "мир", "МИР", "ελ", "हि", "ไท", "한국", "العربية", "👩‍👩‍👧‍👦", "🇩🇪", "\ud800", "\udc00", "\udfff\ud800"];
const specials = ["<|endoftext|>", "<|endof", "text|>", "<|fim_prefix|>", "<|endofprompt|>", "<|", "|>"];

const atom = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...characters, ...runs, ...words, ...scripts, ...specials) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 2 }) },
);

/** A text of up to `maxLength` atoms. */
export const tokenText = (maxLength = 40): fc.Arbitrary<string> => fc.array(atom, { maxLength }).map((atoms) => atoms.join(""));

/** Runs without a break: letters, digits, spaces, one character again and again. */
export const runText = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(
        "a",
        "ab",
        "aA",
        "abcdefghijklmnopqrstuvwxyz",
        "ABC",
        "0123456789",
        " ",
        " \n",
        "\t ",
        "-",
        "=-",
        "中文字",
        "😀👍",
        "e\u0301",
        "é",
      ),
      fc.integer({ min: 1, max: maxLength }),
      fc.nat(),
    )
    .map(([letters, length, seed]) => {
      const characters = [...letters];
      let state = seed;
      return Array.from({ length }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return characters[(state >>> 16) % characters.length];
      }).join("");
    });
