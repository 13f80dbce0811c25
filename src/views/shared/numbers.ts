/** Numbers as they are shown: grouped as 66,398, the same in every locale, as shapes and ids are. */

const grouped = new Intl.NumberFormat("en-US");

/** 66398 → "66,398". */
export const formatCount = (value: number): string => grouped.format(value);

/** 3.2 → "3.20": two digits, for ratios. */
export const formatRatio = (value: number): string => value.toFixed(2);

export const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
