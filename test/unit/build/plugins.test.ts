import { readFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { plainModules } from "../../../.ci/build/plugins.ts";

const root = resolve(import.meta.dirname, "../../..");

test("the source map of the entry leads to the line and column in the source", async () => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/extension.ts"],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    sourcemap: true,
    outfile: "dist/extension.cjs",
    external: ["vscode", "*/main.ts"],
    logOverride: { "commonjs-variable-in-esm": "silent" },
    plugins: [plainModules],
  });
  const [map, bundle] = [".map", ".cjs"].map((end) => outputFiles.find(({ path }) => path.endsWith(end))!.text) as [
    string,
    string,
  ];
  const lines = bundle.split("\n");
  const line = lines.findIndex((text) => text.startsWith("function activate("));
  const entry = new SourceMap(JSON.parse(map)).findEntry(line, lines[line]!.indexOf("activate"));
  expect(entry).toMatchObject({ originalSource: expect.stringMatching(/src\/extension\.ts$/) });
  if (!("originalLine" in entry)) throw new Error("The bundle's activate leads nowhere.");
  const original = (await readFile(resolve(root, "src/extension.ts"), "utf8")).split("\n")[entry.originalLine];
  expect(original?.slice(entry.originalColumn)).toMatch(/^activate\(/);
});
