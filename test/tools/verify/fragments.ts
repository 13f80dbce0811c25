/** The building blocks of generated texts: what pre-tokenizers and merges go wrong on, each as a function of a seeded generator. */
import type { SeededRandom } from "../bench/seededRandom.ts";

export type Fragment = (random: SeededRandom) => string;

const repeated = (random: SeededRandom, most: number, next: () => string): string => {
  let made = "";
  for (let left = 1 + random.below(most); left > 0; left--) made += next();
  return made;
};
/** Mostly short runs, now and then a long one. */
const runLength = (random: SeededRandom): number => (random.chance(4) ? 400 : random.chance(15) ? 40 : 6);

const plainSpaces = [" ", " ", " ", "\n", "\n", "\t", "\r\n", "\r"];
/** Unicode White_Space, and three that look like it and are not: U+180E, U+200B, U+FEFF. */
const allSpaces = [
  ...plainSpaces,
  ..."\u000b\u000c\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u180e\u200b\ufeff",
];
const digits = [..."0123456789", ..."٠١٢٣٤٥", ..."०१२३", "²", "½", "Ⅷ", "一", "𝟗", "𐒠", "㊿", "௧"];
const quotes = ["'", "'", "'", "’", "`", "''", "´"];
const endings = [
  "s",
  "t",
  "re",
  "ve",
  "m",
  "ll",
  "d",
  "S",
  "T",
  "RE",
  "Re",
  "rE",
  "VE",
  "M",
  "LL",
  "lL",
  "Ll",
  "D",
  "ſ",
  "ſs",
  "K",
  "l",
  "r",
  "v",
  "x",
];
const words =
  "the of and token Hello WORLD camelCase PascalCase snake_case naïve Ångström straße ŞİŞLİ ΣΊΣΥΦΟΣ привет Мир ქართული ᲥᲐᲠᲗᲣᲚᲘ שלום مرحبا नमस्ते สวัสดี 안녕하세요 こんにちは カタカナ 漢字 你好世界 ﬁne ǅungla ʰʱ ª º İstanbul ꟿ ᾈΔΗΣ ŉo 𝐀𝐛𝐜 𞤀𞤢 ᏣᎳᎩ ꮳꮃꭹ ℌ ⅷ ⓐⒷ".split(
    " ",
  );
const properties = [
  "hasOwnProperty",
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "prototype",
  "__defineGetter__",
  "length",
  "undefined",
  "NaN",
];
const specials = ["<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>"];
const lookAlikes = [
  "<|endoftext|",
  "<|endoftext",
  "|endoftext|>",
  "<|",
  "|>",
  "<|endof",
  "text|>",
  "<|EndOfText|>",
  "<| endoftext |>",
  "<|endoftext|><",
  "<|im_start|>",
  "<|fim_|>",
  "<<|",
  "<|end",
];
const emoji = ["😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "👍🏽", "❤️", "☺", "🫠", "1️⃣", "🧑🏻‍💻", "©", "™️", "\u200d", "\ufe0f"];
const punctuation = [...'!"#$%&()*+,-./:;<=>?@[\\]^_{|}~¿¡«»…—–、。・（）「」＊／'];
const surrogates = ["\ud800", "\udbff", "\udc00", "\udfff", "\ud83d", "\ude00"];
/** Blocks with a mix of classes: letters of every case, marks, numbers, symbols, unassigned, private, formatting. */
const blocks: readonly (readonly [number, number])[] = [
  [0x00, 0x80], [0x80, 0x180], [0x180, 0x250], [0x2b0, 0x80], [0x300, 0x70], [0x370, 0x90], [0x400, 0x130], [0x530, 0xd0], [0x600, 0x100], [0x900, 0x180], [0xe00, 0x80], [0xf00, 0x100],
  [0x10a0, 0x60], [0x1100, 0x100], [0x13a0, 0x60], [0x1c80, 0x40], [0x1d00, 0xc0], [0x1e00, 0x200], [0x2000, 0x70], [0x2070, 0x120], [0x2460, 0xa0], [0x2c00, 0x80], [0x2d00, 0x80], [0x3000, 0x100],
  [0x3400, 0x100], [0x4e00, 0x5000], [0xa640, 0x60], [0xa720, 0xe0], [0xab30, 0x90], [0xac00, 0x2ba4], [0xe000, 0x20], [0xf900, 0x100], [0xfb00, 0x60], [0xfe00, 0x30], [0xff00, 0xf0], [0xfff0, 0x10],
  [0x10000, 0x100], [0x10400, 0x90], [0x104b0, 0x50], [0x10570, 0x50], [0x10c80, 0x80], [0x118a0, 0x60], [0x16e40, 0x60], [0x1d400, 0x400], [0x1df00, 0x20], [0x1e900, 0x60], [0x1f300, 0x400], [0x20000, 0x100],
  [0x30000, 0x40], [0xe0000, 0x80], [0x10fff0, 0x10],
]; // prettier-ignore

function codePoint(random: SeededRandom): string {
  if (random.chance(10)) {
    const any = random.below(0x110000);
    return any >= 0xd800 && any < 0xe000 ? "\ufffd" : String.fromCodePoint(any);
  }
  const [first, count] = random.pick(blocks);
  return String.fromCodePoint(first + random.below(count));
}

const randomCase = (random: SeededRandom, word: string): string => {
  switch (random.below(4)) {
    case 0:
      return word.toUpperCase();
    case 1:
      return word.toLowerCase();
    case 2:
      return [...word].map((letter) => (random.chance(50) ? letter.toUpperCase() : letter.toLowerCase())).join("");
    default:
      return word;
  }
};

/** Every kind of fragment, with how often it is taken among all. `vocabulary`: texts of tokens of the encoding under test. */
export function fragments(vocabulary: readonly string[]): readonly { readonly weight: number; readonly make: Fragment }[] {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  return [
    { weight: 14, make: (random) => repeated(random, runLength(random), () => random.pick(plainSpaces)) },
    { weight: 8, make: (random) => repeated(random, runLength(random), () => random.pick(allSpaces)) },
    { weight: 4, make: (random) => random.pick(allSpaces).repeat(1 + random.below(runLength(random))) },
    {
      weight: 12,
      make: (random) =>
        (random.chance(70) ? random.pick(words) : "") +
        random.pick(quotes) +
        random.pick(endings) +
        (random.chance(30) ? random.pick(words) : ""),
    },
    {
      weight: 8,
      make: (random) => repeated(random, runLength(random), () => (random.chance(80) ? String(random.below(10)) : random.pick(digits))),
    },
    { weight: 14, make: (random) => (random.chance(60) ? " " : "") + randomCase(random, random.pick(words)) },
    { weight: 14, make: (random) => repeated(random, 4, () => random.pick(vocabulary)) },
    { weight: 8, make: (random) => repeated(random, 8, () => codePoint(random)) },
    {
      weight: 4,
      make: (random) =>
        repeated(random, 3, () => random.pick(["\0", "\u0001", "\u001b", "\u007f", "\u0080", "\u0085", "\ufeff", "\u00ad"])),
    },
    { weight: 6, make: (random) => random.pick(random.chance(50) ? specials : lookAlikes) },
    {
      weight: 2,
      make: (random) => {
        const special = random.pick(specials);
        const cut = random.below(special.length);
        return special.slice(0, cut) + random.pick(specials) + special.slice(cut);
      },
    },
    { weight: 3, make: (random) => random.pick(properties) },
    {
      weight: 10,
      make: (random) =>
        repeated(random, runLength(random), () => random.pick(punctuation)) +
        (random.chance(30) ? random.pick(["\n", "\r\n", "/", "\n\n", " \n"]) : ""),
    },
    { weight: 3, make: (random) => random.pick(surrogates) },
    { weight: 5, make: (random) => repeated(random, 3, () => random.pick(emoji)) },
    {
      weight: 3,
      make: (random) =>
        random.pick(["e", "a", "क", "", "A"]) + repeated(random, runLength(random), () => String.fromCodePoint(0x300 + random.below(0x70))),
    },
    { weight: 3, make: (random) => random.pick([..."aAzZ0.-=_é中😀"]).repeat(1 + random.below(runLength(random))) },
    { weight: 3, make: (random) => repeated(random, 60 + runLength(random), () => letters.charAt(random.below(26))) },
    { weight: 1, make: (random) => repeated(random, 120, () => String.fromCodePoint(0x4e00 + random.below(0x5000))) },
  ];
}
