/** The commands as VS Code hands them out: in its own language titles are strings; in every other one, a translation beside the original. */
import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { commandTitles } from "../../src/host/commands/commandTitles.ts";

const { commands } = manifest.contributes;

it("all commands are registered where VS Code speaks English", () => {
  expect([...commandTitles(manifest)]).toEqual(commands.map(({ command, title }) => [command, title]));
});

it("all commands are registered where VS Code speaks another language, under their translated titles", () => {
  const translated = commands.map((command) => ({ ...command, title: { value: `${command.title} 翻译`, original: command.title } }));
  expect([...commandTitles({ contributes: { commands: translated } })]).toEqual(
    commands.map(({ command, title }) => [command, `${title} 翻译`]),
  );
});
