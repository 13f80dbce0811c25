import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileKindOf } from "../../../src/core/files/fileKind.ts";
import { inEnglish } from "../../../src/core/sentence.ts";
import { writeSafetensors } from "../../../src/core/checkpoints/formats/writeSafetensors.ts";
import { npyHeader } from "../../../src/core/numpy/npy.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const lfs = (version: string, end = "\n"): Uint8Array =>
  bytes([`version ${version}`, `oid sha256:${"4d".repeat(32)}`, "size 548105171", ""].join(end));

describe("fileKindOf", () => {
  it.each([
    { about: "Git LFS", start: lfs("https://git-lfs.github.com/spec/v1"), kind: "gitLfsPointer" },
    { about: "Git LFS, checked out with CRLF", start: lfs("https://git-lfs.github.com/spec/v1", "\r\n"), kind: "gitLfsPointer" },
    { about: "Git LFS before its name", start: lfs("https://hawser.github.com/spec/v1"), kind: "gitLfsPointer" },
    { about: "git-media", start: lfs("http://git-media.io/v/2"), kind: "gitLfsPointer" },
    { about: "git-annex", start: bytes("/annex/objects/SHA256E-s548105171--4d4d.safetensors\n"), kind: "gitAnnexPointer" },
    { about: "a page", start: bytes("<!DOCTYPE html><html lang=en>"), kind: "webPage" },
    { about: "a page after a byte order mark and a line", start: bytes("\u00ef\u00bb\u00bf\n<HTML>"), kind: "webPage" },
    {
      about: "Git LFS after a byte order mark",
      start: Uint8Array.from([0xef, 0xbb, 0xbf, ...lfs("https://git-lfs.github.com/spec/v1")]),
      kind: "gitLfsPointer",
    },
    { about: "Xet", start: bytes("# xet version 0\nfilesize = 5\nhash = 'ab'\n"), kind: "xetPointer" },
    { about: "Hugging Face's answer for a file that is not there", start: bytes("Entry not found"), kind: "serverAnswer" },
    { about: "Hugging Face's answer without a token", start: bytes("Invalid username or password."), kind: "serverAnswer" },
    {
      about: "Hugging Face's answer for a gated model",
      start: bytes("Access to model meta-llama/Llama-3.1-8B is restricted. You must have access to it and be authenticated to access it."),
      kind: "serverAnswer",
    },
    { about: "GitHub's answer", start: bytes("404: Not Found"), kind: "serverAnswer" },
    { about: "an answer in JSON", start: bytes('{"error":"Repository not found"}'), kind: "serverAnswer" },
    {
      about: "a store's answer in XML",
      start: bytes('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'),
      kind: "serverAnswer",
    },
    { about: "a tar archive", start: bytes(`${"model/".padEnd(257, "\0")}ustar\0${"00"}`), kind: "tar" },
    { about: "zstd", start: bytes("\x28\xb5\x2f\xfd\x04\x58\x29"), kind: "compressed" },
    { about: "xz", start: bytes("\xfd7zXZ\0\0\x04\xe6\xd6"), kind: "compressed" },
    { about: "bzip2", start: bytes("BZh91AY&SY\x01\x02"), kind: "compressed" },
    { about: "7-Zip", start: bytes("7z\xbc\xaf\x27\x1c\0\x04"), kind: "compressed" },
    { about: "Arrow", start: bytes("ARROW1\0\0\x10"), kind: "arrow" },
    { about: "gzip", start: gzipSync("ids"), kind: "gzip" },
    { about: "a zip archive", start: bytes("PK\x03\x04\x14\0\0\0\x08\0!\0"), kind: "zip" },
    { about: "a zip archive of torch.save", start: bytes("PK\x03\x04\0\0\x08\x08\0\0\0\0"), kind: "zip" },
    { about: "an empty zip archive", start: bytes(`PK\x05\x06${"\0".repeat(18)}`), kind: "zip" },
    { about: "GGUF", start: bytes("GGUF\x03\0\0\0\x01"), kind: "gguf" },
    { about: "HDF5", start: bytes("\x89HDF\r\n\x1a\n\0"), kind: "hdf5" },
    { about: ".npy", start: npyHeader([3], "uint16"), kind: "npy" },
    { about: "safetensors", start: writeSafetensors([]), kind: undefined },
    {
      about: "safetensors with a tensor",
      start: writeSafetensors([{ name: "a", dtype: "U8", shape: [1], bytes: Uint8Array.of(1) }]),
      kind: "safetensors",
    },
    { about: "Parquet", start: bytes("PAR1\x15\0"), kind: "parquet" },
  ])("recognises $about", ({ start, kind }) => {
    expect(fileKindOf(start)?.kind).toBe(kind);
  });

  it("says how large the file is that a pointer stands for, and what to do", () => {
    const found = fileKindOf(lfs("https://git-lfs.github.com/spec/v1"));
    expect(found?.kind).toBe("gitLfsPointer");
    expect(found && inEnglish(found.is("wte.npy"))).toBe("wte.npy is a Git LFS pointer, not the file itself (548,105,171 bytes).");
    expect(found && inEnglish(found.remedy)).toBe("Run git lfs pull in its repository, or download the file.");
  });

  it.each([
    { about: "nothing", start: bytes("") },
    { about: "a text about pointers", start: bytes("The version https://git-lfs.github.com/spec/v1 of the format") },
    { about: "a text about an answer", start: bytes("Entry not found in the list\n") },
    { about: "ids that begin as zstd does, then others", start: Uint8Array.from([0x28, 0xb5, 0x2f, 0x1d]) },
    { about: "a version to come", start: bytes("version https://git-lfs.github.com/spec/v2\n") },
    { about: "ids that start like a pickle (640, 33161)", start: Uint8Array.from([0x80, 0x02, 0x89, 0x81, 0x28]) },
    { about: "ids that start like a zip archive", start: Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x50, 0x4b, 0x03, 0x04, 0x50, 0x4b]) },
    { about: "ids that start like gzip", start: Uint8Array.from([0x1f, 0x8b, 0x08, 0x00, 1, 2, 3, 4, 0x1f, 0x8b]) },
  ])("leaves $about alone", ({ start }) => {
    expect(fileKindOf(start)).toBeUndefined();
  });

  it("takes no list of GPT-2's ids for another format", () => {
    const ids = fc.array(fc.nat(50_256), { minLength: 8, maxLength: 40 });
    fc.assert(fc.property(ids, (list) => fileKindOf(new Uint8Array(Uint16Array.from(list).buffer)) === undefined));
  });
});
