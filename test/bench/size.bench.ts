import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { extensionFolder } from "../harness/paths.ts";
import { report } from "./figures.ts";

/** Tells what the bundles and the package weigh. Limits in KB of 1000 bytes; a missing one has none of its own. */
const files: readonly { path: string; limit?: number }[] = [
  // The ids of all commands, and the lenses over workflows in Python files.
  { path: "dist/extension.cjs", limit: 23 },
  { path: "dist/main.cjs" },
  { path: "dist/cli.cjs" },
  { path: "dist/pages.js" },
  // vscode-github-actions has 2.6 MB, vscode-pull-request-github 1.6 MB.
  { path: "dynamiq-runs.vsix", limit: 920 },
];

for (const { path, limit } of files) {
  const file = join(extensionFolder, path);
  if (!existsSync(file)) {
    console.log(`${path.padEnd(20)} missing: npm run package`);
    process.exitCode = 1;
    continue;
  }
  const kilobytes = statSync(file).size / 1_000;
  const reached = report({
    name: `size of ${path}`,
    value: kilobytes,
    unit: "KB",
    target: limit ? { atMost: limit } : undefined,
  });
  if (!reached) process.exitCode = 1;
}
