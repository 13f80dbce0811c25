/** Finds the characters at which a normalizer may change a text. Nearly all texts have few or none, and are passed over 16 bytes at a time. */
import { normalClasses } from "./memory";

// Of a character, and beyond the first plane of 1,024 together (the places from `beyond` on):

/** It may change, or change what is before it. (1: it may change places with another such one that it follows.) */
const MAY_CHANGE: u32 = 2;
const beyond: u32 = 0x10000;

/** Characters with a class are U+0300 and higher: bytes that begin them. */
const leastLead: u8 = 0xcc;

// inline
function classAt(at: usize, lead: u32): u32 {
  const second = <u32>load<u8>(at, 1) & 0x3f;
  if (lead < 0xe0) return load<u8>(normalClasses + <usize>(((lead & 0x1f) << 6) | second));
  const third = <u32>load<u8>(at, 2) & 0x3f;
  if (lead < 0xf0) return load<u8>(normalClasses + <usize>(((lead & 0xf) << 12) | (second << 6) | third));
  return load<u8>(normalClasses + <usize>(beyond + ((((lead & 7) << 18) | (second << 12) | (third << 6)) >> 10) - 64));
}

/** The first one of text[from, to) at or behind `at`. @returns `to` when there is none */
export function findUnsettled(at: usize, to: usize): usize {
  let movableEnd = at; // behind the last character that may change places; what is before `at` may be one
  for (; at < to; at += 16) {
    const leads = i8x16.ge_u(v128.load(at), i8x16.splat(<i8>leastLead));
    if (!v128.any_true(leads)) continue;
    for (let bits = <u32>i8x16.bitmask(leads); bits != 0; bits &= bits - 1) {
      const character = at + <usize>ctz(bits);
      if (character >= to) return to;
      const lead: u32 = load<u8>(character);
      const found = classAt(character, lead);
      if (found == 0) continue;
      if (found == MAY_CHANGE || character == movableEnd) return character;
      movableEnd = character + (lead < 0xe0 ? 2 : 3);
    }
  }
  return to;
}
