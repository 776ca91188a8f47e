import { globSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { iconFont } from "./.ci/build/iconFont.ts";
import { vscodeParts, lazyBundle, nodeCheck, oneVscode, styleTexts, undiciParts } from "./.ci/build/plugins.ts";
import { buildSharedBundles } from "./.ci/build/sharedBundles.ts";
import { writeNotices } from "./.ci/build/thirdPartyNotices.ts";
import { WatchReport } from "./.ci/build/watchReport.ts";
import { icons } from "./src/ui/icons.ts";

const { version, engines } = JSON.parse(await readFile("package.json", "utf8"));
const { watch, tests: withTests } = parseArgs({
  options: { watch: { type: "boolean", default: false }, tests: { type: "boolean", default: true } },
  allowNegative: true,
}).values;

/** The files that features bring: none is listed here, so a feature goes with its folder. @param {string} pattern */
const found = (pattern) =>
  globSync(pattern)
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted();

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  minify: !watch,
  sourcemap: watch,
  metafile: true,
  legalComments: "none",
  logLevel: watch ? "silent" : "warning",
};

/** @type {import("esbuild").BuildOptions} */
const extensionHost = {
  ...shared,
  platform: "node",
  format: "cjs",
  target: "node22",
  external: ["vscode"],
  plugins: [undiciParts, oneVscode],
  // It leaves out what the MCP SDK brings for other platforms.
  alias: { "@modelcontextprotocol/server/_shims": "./.ci/build/mcpShims.mjs" },
  // undici's own switches: they leave out its second, experimental HTTP parser, and the llhttp that it has for Jest.
  define: { esbuildDetection: "true", "process.env.JEST_WORKER_ID": "undefined" },
  // jsonc-parser's `main` hides its parts behind a `require` that no bundler sees.
  mainFields: ["module", "main"],
  // A `require` inside a promise: VS Code answers `require("vscode")` everywhere, `import("vscode")` not in every
  // version.
  supported: { "dynamic-import": false },
};

/** @type {import("esbuild").BuildOptions} */
const webview = {
  ...shared,
  format: "esm",
  target: "chrome138",
  jsx: "automatic",
  jsxImportSource: "preact",
};

/**
 * What the VSIX brings.
 * @type {Record<string, import("esbuild").BuildOptions>}
 */
const shipped = {
  // VS Code reads it while it starts. Assigned here, its exports need none of the getters that esbuild writes otherwise.
  entry: {
    ...extensionHost,
    logOverride: { "commonjs-variable-in-esm": "silent" },
    banner: { js: '"use strict";' },
    stdin: {
      contents: 'import { activate, deactivate } from "./src/extension.ts"; module.exports = { activate, deactivate };',
      resolveDir: import.meta.dirname,
    },
    outfile: "dist/extension.cjs",
    plugins: [lazyBundle(/\/main\.ts$/, "./main.cjs"), vscodeParts],
  },
  // One file: of several, each goes its own way through VS Code.
  pages: {
    ...webview,
    stdin: {
      contents: found("src/{workbench,features}/*/page/main.tsx")
        .map((file) => `export const ${file.split("/")[2]} = () => import("./${file}");`)
        .join("\n"),
      resolveDir: import.meta.dirname,
    },
    outfile: "dist/pages.js",
    plugins: [styleTexts],
    alias: { entities: "./src/ui/markdown/namedEntity.ts" },
  },
  // Of pages before their script is here, which has the others, and of pages without a script.
  styles: {
    ...shared,
    entryPoints: ["src/ui/styles/panel.css", ...found("src/features/*/page/*.page.css")],
    entryNames: "[name]",
    outdir: "dist",
    target: webview.target,
  },
};

/**
 * What extension, command line and threads have in common is in files of its own; while watching, each is built alone. A
 * thread begins with a file: `search.worker.ts` is `dist/search.worker.cjs`.
 */
const withCommonCode = {
  options: { ...extensionHost, define: { ...extensionHost.define, extensionVersion: JSON.stringify(version) } },
  entryPoints: {
    main: "src/main.ts",
    cli: "src/cli/main.ts",
    ...Object.fromEntries(found("src/features/**/*.worker.ts").map((file) => [basename(file, ".ts"), file])),
  },
  outdir: "dist",
  banners: { cli: nodeCheck(engines.node) },
};

/** @type {import("esbuild").BuildOptions} */
const tests = {
  ...extensionHost,
  minify: false,
  sourcemap: "inline",
  entryPoints: ["test/host/index.ts", "test/host/**/*.test.ts", "test/bench/probes/*Probe.ts"],
  outdir: "out",
  outbase: "test",
  outExtension: { ".js": ".cjs" },
  external: ["vscode", "mocha"],
  // A line break in a template would become one in the bundle. Node reads an assertion again for its message, and only
  // its first line: it would throw "Unterminated template" in place of the assertion's error.
  supported: { ...extensionHost.supported, "template-literal": false },
};

await Promise.all(["dist", "out/host", "out/bench"].map((folder) => rm(folder, { recursive: true, force: true })));
await (watch ? startWatching() : buildOnce());

async function buildOnce() {
  const bundles = [
    ...Object.values(shipped).map((options) => esbuild.build(options)),
    buildSharedBundles(withCommonCode),
  ];
  const built = await Promise.allSettled([
    ...bundles,
    Promise.all(bundles).then(
      (results) =>
        writeNotices(
          import.meta.dirname,
          results.map(({ metafile }) => metafile),
          Boolean(process.env["CI"]),
        ),
      // What keeps a bundle from being built is reported below.
      () => undefined,
    ),
    withTests && esbuild.build(tests),
    writeIconFont(),
    copyFiles(),
  ]);
  for (const result of built) {
    if (result.status === "fulfilled") continue;
    process.exitCode = 1;
    // esbuild has printed what is wrong in the sources, with its place.
    if (!result.reason.errors) console.error(result.reason);
  }
}

/** Builds again whatever a saved file changes, with source maps and without minifying, until the process ends. */
async function startWatching() {
  const { options: common, entryPoints, outdir } = withCommonCode;
  const alone = Object.entries(entryPoints).map(([name, file]) => [
    name,
    { ...common, entryPoints: [file], outfile: `${outdir}/${name}.cjs` },
  ]);
  const bundles = Object.entries({ ...shipped, ...Object.fromEntries(alone), tests });
  const report = new WatchReport(
    bundles.map(([name]) => name),
    (line) => console.log(line),
  );
  // The host tests that F5 starts (.vscode/launch.json) open this folder.
  await Promise.all([writeIconFont(), copyFiles(), mkdir("out/debug/workspace", { recursive: true })]);
  for (const [name, options] of bundles) {
    const context = await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), report.plugin(name)] });
    await context.watch();
  }
}

async function writeIconFont() {
  const css = await iconFont("node_modules/@vscode/codicons", icons);
  await mkdir("dist", { recursive: true });
  await writeFile("dist/codicons.css", (await esbuild.transform(css, { loader: "css", minify: true })).code);
}

/** What features bring as it is: programs in other languages, which start as processes, and pictures and texts. */
async function copyFiles() {
  const programs = found("src/features/*/worker/*.py").map((file) => [file, `dist/${basename(file)}`]);
  const media = found("src/features/*/media/**/*.*").map((file) => [file, file.replace(/^src\/features\/\w+/, "dist")]);
  for (const [from, to] of [...programs, ...media]) {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
  }
}
