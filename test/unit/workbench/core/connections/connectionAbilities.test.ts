import { expect, test } from "vitest";
import { abilities, type Ability } from "#model/abilities.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { can, lackedBy } from "#workbench/core/connections/connectionAbilities.ts";

const app: Connection = { id: "a", name: "Support", baseUrl: "https://support.example" };
const served = { folder: "/app", target: "support.py:workflow" };

test.each<[string, Partial<Connection>, readonly Ability[]]>([
  ["an app", {}, []],
  ["the sample app", { sample: true }, []],
  ["a local app, whose server chooses its address", { served }, ["edit"]],
  ["programs that only tell of their runs", { local: true }, abilities],
])("of %s nothing else is missing", (_, part, expected) => {
  const connection = { ...app, ...part };
  expect(lackedBy(connection)).toEqual(expected);
  expect(abilities.filter((ability) => can(connection, ability))).toEqual(
    abilities.filter((ability) => !expected.includes(ability)),
  );
});
