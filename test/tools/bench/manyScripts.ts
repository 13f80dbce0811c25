/** Text in many scripts, made of real words: the names of languages, regions, scripts and currencies, dates, numbers and durations that the
 *  Unicode locale data inside Node holds for about eighty languages, put together to lines. */
import { seededRandom, type SeededRandom } from "./seededRandom.ts";

const languages =
  "ar am as az be bg bn bo bs ca chr cs cy da de el es et eu fa ff fi fil fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl or pa pl ps pt ro ru sd si sk sl so sq sr sv sw ta te tg th ti tk tr uk ur uz vi yo yue zh zh-Hant zu".split(
    " ",
  );
const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const two = letters.flatMap((first) => letters.map((second) => first + second));
const three = two.flatMap((start) => letters.map((letter) => start + letter));

/** The codes of one kind that have a name at all, by the English names. */
function namedCodes(type: "language" | "region" | "script" | "currency"): string[] {
  const english = new Intl.DisplayNames("en", { type, fallback: "none" });
  const isNamed = (code: string): boolean => english.of(code) !== undefined;
  switch (type) {
    case "language":
      return [...two, ...three].filter(isNamed);
    case "region":
      return two.map((code) => code.toUpperCase()).filter(isNamed);
    case "script":
      return "Adlm Arab Armn Bali Beng Bopo Brai Cans Cher Copt Cyrl Deva Egyp Ethi Geor Goth Grek Gujr Guru Hang Hani Hans Hant Hebr Hira Java Jpan Kana Khmr Knda Kore Laoo Latn Mlym Mong Mymr Nkoo Ogam Orya Runr Samr Sinh Sund Syrc Taml Telu Tfng Thaa Thai Tibt Vaii Yiii"
        .split(" ")
        .filter(isNamed);
    case "currency":
      return Intl.supportedValuesOf("currency").filter(isNamed);
  }
}

const units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;

type CodeTables = readonly { readonly type: "language" | "region" | "script" | "currency"; readonly codes: readonly string[] }[];

interface Speaker {
  readonly words: readonly string[];
  readonly list: Intl.ListFormat;
  readonly date: Intl.DateTimeFormat;
  readonly number: Intl.NumberFormat;
  readonly span: Intl.RelativeTimeFormat;
}

function speakerOf(language: string, codeTables: CodeTables): Speaker {
  const words: string[] = [];
  for (const { type, codes } of codeTables) {
    const names = new Intl.DisplayNames(language, { type, fallback: "none" });
    for (const code of codes) {
      const name = names.of(code);
      if (name !== undefined) words.push(name);
    }
  }
  return {
    words,
    list: new Intl.ListFormat(language, { type: "conjunction", style: "long" }),
    date: new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone: "UTC" }),
    number: new Intl.NumberFormat(language),
    span: new Intl.RelativeTimeFormat(language, { numeric: "auto" }),
  };
}

function line(speaker: Speaker, random: SeededRandom): string {
  const { words, list, date, number, span } = speaker;
  const some = (count: number): string[] => Array.from({ length: count }, () => random.pick(words));
  switch (random.below(6)) {
    case 0:
      return `${date.format(random.next() * 1000)} – ${some(3).join(" ")}.`;
    case 1:
      return `${random.pick(words)}: ${span.format(random.below(60) - 30, random.pick(units))}, ${number.format(random.below(10_000_000) / 100)}`;
    default:
      return `${list.format(some(2 + random.below(4)))}. ${some(2 + random.below(6)).join(" ")}.`;
  }
}

/** At least `length` UTF-16 code units of lines, each in one language, the languages in turn. */
export function manyScriptsText(length: number, seed: number): string {
  const random = seededRandom(seed);
  const codeTables = (["language", "region", "script", "currency"] as const).map((type) => ({ type, codes: namedCodes(type) }));
  const speakers = languages.map((language) => speakerOf(language, codeTables)).filter((speaker) => speaker.words.length > 100);
  const lines: string[] = [];
  for (let total = 0; total < length;) {
    const next = line(random.pick(speakers), random);
    lines.push(next);
    total += next.length + 1;
  }
  return lines.join("\n");
}
