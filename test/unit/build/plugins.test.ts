import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { vscodeParts } from "../../../.ci/build/plugins.ts";

test("the modules of the entry see what vscode has, and none copies it", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: 'import { a } from "a"; import * as vscode from "vscode"; module.exports = [a, vscode.version];',
    },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
    logOverride: { "commonjs-variable-in-esm": "silent" },
    plugins: [
      {
        name: "a",
        setup(own) {
          own.onResolve({ filter: /^a$/ }, ({ path }) => ({ path, namespace: "a" }));
          const contents = 'import * as vscode from "vscode"; export const a = vscode.env.appName;';
          own.onLoad({ filter: /./, namespace: "a" }, () => ({ contents, resolveDir: import.meta.dirname }));
        },
      },
      vscodeParts,
    ],
  });
  let copies = 0;
  const ownKeys = (api: object): (string | symbol)[] => {
    copies += 1;
    return Reflect.ownKeys(api);
  };
  const vscode = new Proxy({ version: "1.120.0", env: { appName: "Code" } }, { ownKeys });
  const module = { exports: {} };
  runInNewContext(outputFiles[0]!.text, { module, require: () => vscode });
  expect(module.exports).toEqual(["Code", "1.120.0"]);
  expect(copies).toBe(0);
});
