import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { checkDefinition } from "../../../.ci/build/goldenSchema.ts";

const path = resolve(import.meta.dirname, "../../../media/schemas/golden.schema.json");
const { definitions } = JSON.parse(readFileSync(path, "utf8"));

// `node .ci/build/goldenSchema.ts` writes it.
test("the schema of golden files has the checks of the table", () => {
  expect(definitions.check).toEqual(checkDefinition());
});

test("each key of a check has a description", () => {
  const keys = (schema: object): [string, object][] =>
    Object.entries("properties" in schema ? (schema.properties as Record<string, object>) : {}).flatMap((each) => [
      each,
      ...keys(each[1]),
    ]);
  const all = definitions.check.oneOf.flatMap(keys) as [string, object][];
  expect(all.filter(([, schema]) => !("markdownDescription" in schema))).toEqual([]);
});
