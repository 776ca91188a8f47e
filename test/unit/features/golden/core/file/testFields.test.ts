import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { goldenKeys } from "#features/golden/core/file/testFields.ts";

interface Definition {
  properties: Record<string, { markdownDescription?: string; description?: string; $ref?: string }>;
}

const root = new URL("../../../../../../", import.meta.url);
const schema = JSON.parse(
  readFileSync(new URL("src/features/golden/media/schemas/golden.schema.json", root), "utf8"),
) as {
  definitions: Record<string, Definition>;
};

test.each(Object.entries(goldenKeys))("the schema has the keys of %s, each with a description", (name, keys) => {
  const definition = schema.definitions[name];
  expect(Object.keys(definition?.properties ?? {})).toEqual(keys);
  for (const [key, { markdownDescription, description, $ref }] of Object.entries(definition?.properties ?? {})) {
    const text = markdownDescription ?? description ?? schema.definitions[$ref?.split("/").at(-1) ?? ""];
    expect(text, `${name}.${key}`).toBeDefined();
  }
});

test.each(globSync("test/workspace/*/*.golden.json", { cwd: root }))("%s is sound", (file) => {
  const text = readFileSync(new URL(file, root), "utf8");
  expect(parseGoldenFile(text, file).problems).toEqual([]);
});
