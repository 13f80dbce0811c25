/**
 * What a file is by its first bytes, whatever its name says: pointers that a clone without git-lfs leaves, web pages and servers' answers saved
 * in place of a download, archives, other formats. Bytes that no kind is certain of are of no kind: a file of token ids may start with anything.
 */
import { say, type Sentence } from "../sentence.ts";
import { hexOf } from "./hexOf.ts";

export interface FileKind {
  readonly kind:
    | "gitLfsPointer"
    | "gitAnnexPointer"
    | "xetPointer"
    | "webPage"
    | "serverAnswer"
    | "zip"
    | "oldTorch"
    | "gzip"
    | "compressed"
    | "tar"
    | "gguf"
    | "hdf5"
    | "npy"
    | "safetensors"
    | "parquet"
    | "arrow";
  /** Says it of a file, by its name in quotes. */
  readonly is: (file: string) => Sentence;
  /** What to do when another kind was expected. */
  readonly remedy: Sentence;
}

/** As many bytes as `fileKindOf` should have of the start of a file, or all of a shorter one. A pointer is no longer (git-lfs/docs/spec.md). */
export const kindLength = 1_024;

const markLength = 64;

/** @param start the file's first `kindLength` bytes, or all  @returns undefined for what is not recognised */
export function fileKindOf(start: Uint8Array): FileKind | undefined {
  const text = String.fromCharCode(...start.subarray(0, kindLength)); // a code unit per byte
  const hex = hexOf(start.subarray(0, markLength));
  return (
    pointerKind(text) ?? texts.find(({ pattern }) => pattern.test(text))?.found ?? kinds.find(({ pattern }) => pattern.test(hex))?.found
  );
}

/** The first address is git-lfs's own, the others those it still reads from before it had that name. A shell may have put a byte order mark before it. */
const lfsPattern =
  /^(?:\u00ef\u00bb\u00bf)?version https?:\/\/(?:git-lfs\.github\.com\/spec\/v1|hawser\.github\.com\/spec\/v1|git-media\.io\/v\/2)\r?\n/u;
const annexPattern = /^\/annex\/objects\/\S+\r?\n?/u;

/** Pointers stand in Git for a large file that is kept elsewhere. */
function pointerKind(text: string): FileKind | undefined {
  if (lfsPattern.test(text)) {
    const size = /^size (\d{1,16})\r?$/mu.exec(text)?.[1];
    const length = Number(size).toLocaleString("en-US");
    return {
      kind: "gitLfsPointer",
      is: (file) =>
        size === undefined
          ? say`${file} is a Git LFS pointer, not the file itself.`
          : say`${file} is a Git LFS pointer, not the file itself (${length} bytes).`,
      remedy: say`Run git lfs pull in its repository, or download the file.`,
    };
  }
  if (!annexPattern.test(text)) return undefined;
  return {
    kind: "gitAnnexPointer",
    is: (file) => say`${file} is a git-annex pointer, not the file itself.`,
    remedy: say`Run git annex get in its repository, or download the file.`,
  };
}

/** Patterns over a code unit for each of the first bytes. Sentences of servers are known ones: a few ids could be letters by chance. */
const texts: readonly { readonly pattern: RegExp; readonly found: FileKind }[] = [
  {
    pattern: /^# xet version \d/u,
    found: {
      kind: "xetPointer",
      is: (file) => say`${file} is a Xet pointer, not the file itself.`,
      remedy: say`Fetch it with git-xet in its repository, or download the file.`,
    },
  },
  {
    pattern: /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype html|html)[\s>]/iu, // after a byte order mark and white space, where there are any
    found: {
      kind: "webPage",
      is: (file) => say`${file} is a web page, saved in place of the file.`,
      remedy: say`Download the file itself; the address of a file's page is not that of the file.`,
    },
  },
  {
    // Hugging Face's, GitHub's, and those of stores that answer in XML or JSON.
    pattern:
      /^(?:(?:Entry not found|Repository not found|Invalid username or password\.|Not Found|404: Not Found|Unauthorized|Forbidden)\s*$|Access to model .{1,300} is restricted|<\?xml [^>]{1,100}>\s*<Error>|\{\s*"(?:error|message|detail)"\s*:)/iu,
    found: {
      kind: "serverAnswer",
      is: (file) => say`${file} is what a server answered in place of the file.`,
      remedy: say`Open it as text to read why; then download the file again, signed in if it asks for that.`,
    },
  },
  {
    pattern: /^[^]{257}ustar[\0 ]/u, // POSIX.1-1988 and GNU
    found: { kind: "tar", is: (file) => say`${file} is a tar archive.`, remedy: say`Unpack it with tar -xf and choose the file in it.` },
  },
];

/**
 * Patterns over hexadecimal digits, two for each of the first bytes. Short marks are checked together with what follows them, so that ids are
 * not taken for them.
 */
const kinds: readonly { readonly pattern: RegExp; readonly found: FileKind }[] = [
  {
    // "PK", a local file header: version, flags, how it is packed; torch.save writes version 0. Or the end of an empty archive.
    pattern: /^504b(?:0304[0-3].00....(?:0.|5d)00|0506(?:00){16})/u,
    found: {
      kind: "zip",
      is: (file) => say`${file} is a zip archive, as torch.save writes.`,
      remedy: say`Load it as embedding weights if it is a checkpoint.`,
    },
  },
  {
    // The pickled number 0x1950a86a20f9469cfc6c.
    pattern: /^80028a0a6cfc9c46f9206aa850192e/u,
    found: {
      kind: "oldTorch",
      is: (file) => say`${file} is a checkpoint in the format that torch.save wrote before version 1.6.`,
      remedy: say`Save it again: torch.save(torch.load(file, map_location="cpu", weights_only=True), file).`,
    },
  },
  {
    // Deflate, flags, time, how it was compressed, on which system.
    pattern: /^1f8b08[01].{9}0[024](?:0[\da-d]|ff)/u,
    found: { kind: "gzip", is: (file) => say`${file} is compressed with gzip.`, remedy: say`Unpack it with gunzip.` },
  },
  {
    // zstd · xz, with its flags · bzip2, a block of its · 7-Zip
    pattern: /^(?:28b52ffd|fd377a585a00000[014a]|425a683[1-9]314159265359|377abcaf271c)/u,
    found: {
      kind: "compressed",
      is: (file) => say`${file} is compressed (with zstd, xz, bzip2 or 7-Zip).`,
      remedy: say`Unpack it and choose the file in it.`,
    },
  },
  {
    pattern: /^474755460[1-9]000000/u, // "GGUF", a version
    found: {
      kind: "gguf",
      is: (file) => say`${file} is a GGUF file, as llama.cpp writes.`,
      remedy: say`Choose the model's .safetensors file: GGUF's tables are packed.`,
    },
  },
  {
    pattern: /^894844460d0a1a0a/u,
    found: {
      kind: "hdf5",
      is: (file) => say`${file} is an HDF5 file, as Keras writes.`,
      remedy: say`Save the table with np.save(file, table) and choose that file.`,
    },
  },
  {
    pattern: /^934e554d50590[1-3]00/u, // NUMPY, a version
    found: { kind: "npy", is: (file) => say`${file} is a NumPy array.`, remedy: say`Give the file the ending .npy.` },
  },
  {
    pattern: /^.{6}00000000007b(?:20|0a|09|0d)*22/u, // the header's length, less than 16 MiB; a brace and a quote
    found: {
      kind: "safetensors",
      is: (file) => say`${file} is a file of tensors.`,
      remedy: say`Give the file the ending .safetensors and load it as embedding weights.`,
    },
  },
  {
    pattern: /^50415231(?!50)/u, // "PAR1"
    found: {
      kind: "parquet",
      is: (file) => say`${file} is a Parquet table.`,
      remedy: say`Read it with pandas or datasets and save what is needed in another format.`,
    },
  },
  {
    pattern: /^4152524f57310000/u, // "ARROW1"
    found: {
      kind: "arrow",
      is: (file) => say`${file} is an Arrow file.`,
      remedy: say`Read it with pyarrow or datasets and save what is needed in another format.`,
    },
  },
];
