/** How a copied script gets the encoding and encodes with it: tiktoken by a name or from a file of ranks, Hugging Face's tokenizers from a tokenizer.json. */
import type { EncodingSpec } from "../../tokens/encodingSpec.ts";
import { tokenizerJsonForm } from "../../tokens/files/tokenizerFile.ts";
import { regexOf } from "../../tokens/pattern/patterns.ts";
import type { SpecialTokenPolicy } from "../../tokens/specialTokens.ts";
import { pythonBoolean, pythonString } from "./pythonLiteral.ts";

export type ScriptEncoding =
  /** A name that `tiktoken.get_encoding` knows. */
  | { readonly kind: "tiktoken"; readonly name: string }
  /** A Hugging Face tokenizer.json. */
  | { readonly kind: "tokenizers"; readonly path: string }
  /** tiktoken's file of ranks, and the regex that was chosen for it. */
  | { readonly kind: "ranks"; readonly path: string; readonly regex: string };

/** Undefined where Python has no library that reads it so: files of another form, or on no disk. */
export function scriptEncodingOf({ tiktokenName, file }: EncodingSpec): ScriptEncoding | undefined {
  if (tiktokenName !== undefined) return { kind: "tiktoken", name: tiktokenName };
  if (file?.path === undefined) return undefined;
  if (file.pattern !== undefined) return { kind: "ranks", path: file.path, regex: regexOf(file.pattern) };
  return file.form === tokenizerJsonForm ? { kind: "tokenizers", path: file.path } : undefined;
}

export function encodingImports({ kind }: ScriptEncoding): string[] {
  if (kind === "tokenizers") return ["from tokenizers import Tokenizer"];
  return kind === "ranks" ? ["import tiktoken", "from tiktoken.load import load_tiktoken_bpe"] : ["import tiktoken"];
}

/** Lines that make `encoding`. */
export function openEncoding(encoding: ScriptEncoding, specialTokens: SpecialTokenPolicy): string[] {
  switch (encoding.kind) {
    case "tiktoken":
      return [`encoding = tiktoken.get_encoding(${pythonString(encoding.name)})`];
    case "ranks":
      return [
        `ranks = load_tiktoken_bpe(${pythonString(encoding.path)})`,
        `encoding = tiktoken.Encoding("file", pat_str=${pythonString(encoding.regex)}, mergeable_ranks=ranks, special_tokens={})`,
      ];
    case "tokenizers":
      return [
        `encoding = Tokenizer.from_file(${pythonString(encoding.path)})`,
        "encoding.no_truncation()",
        "encoding.no_padding()",
        ...(specialTokens === "allow" ? [] : ["encoding.encode_special_tokens = True  # special tokens in a text are text"]),
      ];
  }
}

/** How a script's texts are encoded. */
export interface ScriptEncode {
  readonly encoding: ScriptEncoding;
  readonly specialTokens: SpecialTokenPolicy;
  /** Whether the start and end tokens of a tokenizer.json are put around each text; the other encodings have none. */
  readonly addSpecialTokens: boolean;
}

/** The ids of one text under the special-token policy. Under "error" tiktoken refuses a text that holds a special token; tokenizers reads it as text. */
export function encodeCall(text: string, { encoding, specialTokens, addSpecialTokens }: ScriptEncode): string {
  if (encoding.kind === "tokenizers") return `encoding.encode(${text}, add_special_tokens=${pythonBoolean(addSpecialTokens)}).ids`;
  const policy = { allow: ', allowed_special="all"', text: ", disallowed_special=()", error: "" }[specialTokens];
  return `encoding.encode(${text}${policy})`;
}
