import { expect, test } from "vitest";
import { commandNames } from "#cli/args/options.ts";
import { commands } from "#cli/commands.ts";

test("every command that --help names can be called", () => {
  expect(Object.keys(commands).toSorted()).toEqual(commandNames.toSorted());
});
