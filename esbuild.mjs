import { cp, mkdir, readFile, rm } from "node:fs/promises";
import * as esbuild from "esbuild";
import { writeNotices } from "./.ci/thirdPartyNotices.ts";

/** @type {import("esbuild").BuildOptions} */
const shared = { bundle: true, minify: true, metafile: true, legalComments: "none", logLevel: "warning" };

/** @type {import("esbuild").BuildOptions} */
const extensionHost = {
  ...shared,
  platform: "node",
  format: "cjs",
  target: "node22",
  external: ["vscode"],
  // jsonc-parser's `main` hides its parts behind a `require` that no bundler sees.
  mainFields: ["module", "main"],
  // A `require` inside a promise: VS Code answers `require("vscode")` everywhere, `import("vscode")` not in every version.
  supported: { "dynamic-import": false },
};

/**
 * What is loaded when it is first needed stays a file of its own.
 * @type {(filter: RegExp, file: string) => import("esbuild").Plugin}
 */
const lazyBundle = (filter, file) => ({
  name: "lazy-bundle",
  setup(build) {
    build.onResolve({ filter }, ({ kind, importer }) => {
      if (kind === "entry-point") return undefined;
      if (kind === "dynamic-import") return { path: file, external: true };
      return { errors: [{ text: `${importer} must load ${file} by import(), or its own bundle swallows it` }] };
    });
  },
});

/**
 * Half of what loading the entry takes is what esbuild does for modules: for each `import * as vscode` it copies the
 * namespace, some 600 getters, and calls VS Code's own `require`; for the export it defines a getter and copies it. So all
 * files share one `vscode`, and the export is an assignment.
 * @type {import("esbuild").BuildOptions}
 */
const plainEntry = {
  logOverride: { "commonjs-variable-in-esm": "silent" },
  banner: { js: '"use strict";const vscode=require("vscode");' },
};

/** @type {import("esbuild").Plugin} */
const plainModules = {
  name: "plain-modules",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8"))
        .replace('import * as vscode from "vscode";', "declare const vscode;")
        .replace(/^export function (activate|deactivate)\(/gm, "exports.$1 = $1;\nfunction $1("),
    }));
  },
};

await Promise.all(["dist", "out/host", "out/bench", "out/e2e"].map((folder) => rm(folder, { recursive: true, force: true })));
await mkdir("dist/codicons", { recursive: true });
/** What the VSIX brings. */
const shipped = [
  esbuild.build({
    ...extensionHost,
    ...plainEntry,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.cjs",
    plugins: [lazyBundle(/\/lazy\.ts$/, "./lazy.cjs"), plainModules],
  }),
  esbuild.build({ ...extensionHost, entryPoints: ["src/lazy.ts"], outfile: "dist/lazy.cjs" }),
  esbuild.build({
    ...shared,
    entryPoints: { panel: "src/webview/main.tsx", markdown: "src/webview/markdown/markdownParts.ts" },
    outdir: "dist",
    plugins: [lazyBundle(/\/markdownParts\.ts$/, "./markdown.js")],
    format: "esm",
    target: "chrome138",
    jsx: "automatic",
    jsxImportSource: "preact",
  }),
];
const built = await Promise.allSettled([
  ...shipped,
  Promise.all(shipped).then(
    (bundles) => writeNotices(import.meta.dirname, bundles.map(({ metafile }) => metafile), Boolean(process.env["CI"])),
    // What keeps a bundle from being built is told below.
    () => undefined,
  ),
  esbuild.build({
    ...extensionHost,
    minify: false,
    sourcemap: "inline",
    entryPoints: ["test/host/index.ts", "test/host/**/*.test.ts", "test/bench/*Probe.ts", "test/e2e/support/*Probe.ts"],
    outdir: "out",
    outbase: "test",
    outExtension: { ".js": ".cjs" },
    external: ["vscode", "mocha"],
  }),
  ...["codicon.css", "codicon.ttf"].map((file) =>
    cp(`node_modules/@vscode/codicons/dist/${file}`, `dist/codicons/${file}`),
  ),
]);

for (const result of built) {
  if (result.status === "fulfilled") continue;
  process.exitCode = 1;
  // esbuild has printed what is wrong in the sources, with its place.
  if (!result.reason.errors) console.error(result.reason);
}
