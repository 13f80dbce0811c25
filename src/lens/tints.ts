/** Tints take turns by a token's index, so that neighbours always differ, and a token has the same one in every surface. */

/** The colours `tokenscope.token1` … `token5` of package.json, `.c0` … `.c4` of the views' stylesheet. */
export const tintCount = 5;
export const tintOf = (index: number): number => index % tintCount;
