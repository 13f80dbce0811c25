/** The commands that package.json declares, with the titles that errors are shown under. */
import * as v from "valibot";

/** VS Code hands the manifest out translated. In another display language than English, a command's title is the translation and the original. */
const titleSchema = v.union([v.string(), v.object({ value: v.string() })]);
const manifestSchema = v.object({
  contributes: v.object({ commands: v.array(v.object({ command: v.string(), title: titleSchema })) }),
});

/** @param manifest the extension's own package.json, as VS Code hands it out  @returns titles by id */
export const commandTitles = (manifest: unknown): ReadonlyMap<string, string> =>
  new Map(
    v
      .parse(manifestSchema, manifest)
      .contributes.commands.map(({ command, title }) => [command, typeof title === "string" ? title : title.value]),
  );
