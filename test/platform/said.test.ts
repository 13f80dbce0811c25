/** Sentences of core as the host says them: in VS Code's display language where it has them, else in English. */
import { afterEach, expect, it } from "vitest";
import { l10n } from "vscode";
import { rangeError } from "../../src/core/errors.ts";
import { say } from "../../src/core/sentence.ts";
import { errorText, said } from "../../src/host/said.ts";

afterEach(() => void Object.assign(l10n, { bundle: undefined }));

it("are translated, with their values and with sentences inside them", () => {
  Object.assign(l10n, { bundle: { "{0} of {1}": "{1} 中的 {0}", "a row": "一行" } });
  expect(said(say`${say`a row`} of ${"{0}"}`)).toBe("{0} 中的 一行");
});

it.each(["constructor", "__proto__", "toString", "not there"])("are said as they are where the bundle has none: %s", (template) => {
  const sentence = { template, values: [] };
  expect(said(sentence)).toBe(template);
  Object.assign(l10n, { bundle: { "a row": "一行" } });
  expect(said(sentence)).toBe(template);
  expect(errorText(rangeError(sentence))).toBe(template);
});
