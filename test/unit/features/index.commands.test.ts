import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { commandIds } from "../../../src/host/ids.ts";

const root = resolve(import.meta.dirname, "../../..");

test("every command of package.json belongs to exactly one feature", () => {
  const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    contributes: { commands: { command: string }[] };
  };
  const owned = globSync("src/features/*/index.ts", { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/\[commandIds\.(\w+)\]/g)].map(
      ([, name]) => commandIds[name as keyof typeof commandIds],
    ),
  );
  expect(owned.toSorted()).toEqual(contributes.commands.map(({ command }) => command).toSorted());
});
