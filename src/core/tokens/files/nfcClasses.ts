/** Which characters NFC may change, as a text is checked for them before it is normalized: Unicode's quick check and combining classes, as ranges
 *  of code points. A few characters more are among them, where that makes a range longer. The test works all of it out anew. */
import { classCount, MAY_CHANGE, MAY_MOVE, placeInClasses } from "../normalizer.ts";

/** Marks that stay as they are, but for their order. */
const movable =
  "305 30d-30e 310 312 315-31a 31c-322 329-32c 32f 332-337 339-33f 346-36f 483-487 591-5c7 610-61a 64b-652 656-65f 670 6d6-6ed 711 730-74a " +
  "7eb-7f3 7fd 816-82d 859-85b 897-89f 8ca-8ff 94d 951-954 9bc 9cd 9fe a3c a4d abc acd b3c b4d bcd c3c c4d c55 cbc ccd d3b-d3c d4d e38-e3a " +
  "e48-e4b eb8-eba ec8-ecb f18-f19 f35-f39 f71-f72 f74 f7a-f80 f82-f87 fc6 1037-103a 108d 135d-135f 1714-1715 1734 17d2 17dd 18a9 1939-193b " +
  "1a17-1a18 1a60 1a75-1a7f 1ab0-1aeb 1b34 1b44 1b6b-1b73 1baa-1bab 1be6 1bf2-1bf3 1c37 1cd0-1ce8 1ced 1cf4 1cf8-1cf9 1dc0-1dff 20d0-20dc " +
  "20e1 20e5-20f0 2cef-2cf1 2d7f 2de0-2dff 302a-302f a66f a674-a67d a69e-a69f a6f0-a6f1 a806 a82c a8c4 a8e0-a8f1 a92b-a92d a953 a9b3 a9c0 " +
  "aab0-aab8 aabe-aac1 aaf6 abed fb1e fe20-fe2f";

/** What is written otherwise in NFC, and what composes with a character before it. */
const changeable =
  "300-314 31b 323-328 32d-331 338 340-345 374 37e 387 653-655 93c 958-95f 9be 9d7 9dc-9df a33-a36 a59-a5e b3e b56-b57 b5c-b5d bbe bd7 c56 " +
  "cc2 cd5-cd6 d3e d57 dca dcf ddf f43 f4d f52 f57 f5c f69 f73-f78 f81 f93 f9d fa2 fa7 fac fb9 102e 1161-1175 11a8-11c2 1b35 1f71-1f7d " +
  "1fbb-1fbe 1fc9-1fcb 1fd3 1fdb 1fe3 1feb-1fef 1ff9-2001 2126 212a-212b 2329-232a 2adc 3099-309a f900-fa26 fa2a-fad9 fb1d-fb1f fb2a-fb4e";

/** Beyond the first plane: stretches of 1,024 that hold any of either. */
const beyond = "10000-103ff 10800-11fff 16000-163ff 16800-16fff 1bc00-1bfff 1d000-1d3ff 1e000-1ebff 2f800-2fbff";

/** The classes of `QuickCheck`. @param others half-open ranges of more characters that may change */
export function nfcClasses(others: readonly (readonly [from: number, to: number])[]): Uint8Array {
  const classes = new Uint8Array(classCount);
  const fill = (from: number, last: number, value: number): void => {
    classes.fill(value, placeInClasses(from), placeInClasses(last) + 1);
  };
  for (const [ranges, value] of [
    [movable, MAY_MOVE],
    [changeable, MAY_CHANGE],
    [beyond, MAY_CHANGE],
  ] as const) {
    for (const range of ranges.split(" ")) {
      const [from, last] = range.split("-").map((code) => Number.parseInt(code, 16));
      fill(from!, last ?? from!, value); // a range has a first one
    }
  }
  for (const [from, to] of others) fill(from, to - 1, MAY_CHANGE);
  return classes;
}
