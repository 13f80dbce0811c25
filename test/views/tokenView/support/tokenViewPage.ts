/** Opens the token view in Chromium. */
import { openViewPages, type ViewPages } from "../../support/viewPages.ts";

export type TokenViewPages = ViewPages;

export const openTokenViewPages = (): Promise<TokenViewPages> =>
  openViewPages({ app: "tokenView", host: "test/views/tokenView/support/fakeHost.ts", size: { width: 1000, height: 700 } });
