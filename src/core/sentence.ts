/**
 * Sentences for people, made where no language but English is known: a template with its values, so that whoever shows it can look the template up
 * among the translations. It is plain data and survives a thread's or a page's border. `npm run l10n` finds every template by its tag.
 */

export interface Sentence {
  /** In English, with `{0}`, `{1}` … for the values: the key of its translations. */
  readonly template: string;
  /** A name, a number, something quoted; or another sentence or thing, translated by itself: say`an object`. Never a verb or an ending. */
  readonly values: readonly (string | Sentence)[];
}

/** say`There is no token ${index}: the text has ${tokenCount}.` */
export const say = (parts: TemplateStringsArray, ...values: readonly (string | number | Sentence)[]): Sentence => ({
  template: parts.reduce((template, part, i) => `${template}{${i - 1}}${part}`),
  values: values.map((value) => (typeof value === "object" ? value : String(value))), // JSON has no NaN, and no −0
});

/** What others have said, such as the platform's own errors: shown as it is. */
export const verbatim = (text: string): Sentence => ({ template: "{0}", values: [text] });

/** @param translate gives a template in the language to speak. Values are never read as templates. */
export const spoken = ({ template, values }: Sentence, translate: (template: string) => string): string =>
  translate(template).replaceAll(/\{(\d+)\}/g, (hole, at: string) => {
    const value = values[Number(at)] ?? hole;
    return typeof value === "string" ? value : spoken(value, translate);
  });

export const inEnglish = (sentence: Sentence): string => spoken(sentence, (template) => template);
