import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const workflows = globSync(".github/workflows/*.yml", { cwd: root })
  .map((file) => readFileSync(root + file, "utf8"))
  .join("\n");
const valuesOf = (key: string): string[] =>
  [...workflows.matchAll(new RegExp(String.raw`^[\s-]*${key}: (.*)$`, "gm"))].map(([, value = ""]) => value);

test("workflows run nothing that can change under its name: actions by commit, images by digest, packages by lock file", () => {
  expect(valuesOf("uses")).not.toEqual([]);
  expect(valuesOf("uses").filter((action) => !/@[\da-f]{40} # v\d/.test(action))).toEqual([]);
  expect(valuesOf("container")).not.toEqual([]);
  expect(valuesOf("container").filter((image) => !/@sha256:[\da-f]{64}$/.test(image))).toEqual([]);
  expect(valuesOf("run").filter((command) => /npx\s+(?:-y|--yes)|npm (?:i|install)\b/.test(command))).toEqual([]);
});

test("npm gets its package without a token", () => {
  expect(valuesOf("run").filter((command) => command.startsWith("npm publish "))).toHaveLength(1);
  expect(workflows).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/);
});
