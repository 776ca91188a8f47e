import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { referencePage } from "../../../.ci/build/reference.ts";

// `node .ci/build/reference.ts` writes it.
test("docs/reference.md has the settings, commands and keys of package.json", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/reference.md"), "utf8");
  expect(page).toBe(referencePage());
});
