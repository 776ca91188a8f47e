import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Plugin } from "esbuild";
import { parseSync } from "oxc-parser";

const require = createRequire(import.meta.url);

/** Keeps a module that is loaded when it is first needed out of the bundle: it stays a file of its own. */
export function lazyBundle(filter: RegExp, file: string): Plugin {
  return {
    name: "lazy-bundle",
    setup(build) {
      build.onResolve({ filter }, ({ kind, importer }) => {
        if (kind === "entry-point") return undefined;
        if (kind === "dynamic-import") return { path: file, external: true };
        return { errors: [{ text: `${importer} must load ${file} by import(), or its own bundle swallows it` }] };
      });
    },
  };
}

/** A style sheet that a script imports is its text. */
export const styleTexts: Plugin = {
  name: "style-texts",
  setup(build) {
    const { minify, target } = build.initialOptions;
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const { code } = await build.esbuild.transform(text, { loader: "css", minify, target });
      return { contents: code, loader: "text" };
    });
  },
};

/**
 * Makes the bundled undici as small as what the extension uses of it. `undici` is the file that lists its parts, since
 * its own index would bring the whole package. Of these parts, the code for bodies of the type FormData and for HTTP/2
 * is left out: our bodies are bytes and streams, and `src/api/http/dispatchers.ts` switches HTTP/2 off. Whoever reaches
 * it anyway gets an error that says so.
 *
 * undici brings its HTTP parser twice, with and without SIMD, and falls back to the latter where the former can't be
 * loaded. Only that one stays. It runs on every processor, the VSIX is 24 KB smaller, and in three rounds of 800,000
 * chunks and 3,000 requests neither was faster than the other. Its WebAssembly is packed with Brotli: 9 KB less in the
 * VSIX for 0.5 ms at the first request.
 */
export const undiciParts: Plugin = {
  name: "undici-parts",
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, () => ({ path: join(import.meta.dirname, "undici.mjs") }));
    build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]web[\\/]/ }, () => ({ contents: leftOut("undici's FormData") }));
    build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/ }, () => ({
      contents: `module.exports = () => { ${leftOut("undici's HTTP/2")} };`,
    }));
    build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]llhttp[\\/]llhttp_simd-wasm\.js$/ }, () => ({
      contents: leftOut("undici's parser with SIMD"),
    }));
    build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]llhttp[\\/]llhttp-wasm\.js$/ }, ({ path }) => {
      const packed = brotliCompressSync(require(path) as Uint8Array).toString("base64");
      return {
        contents: `module.exports = require("node:zlib").brotliDecompressSync(Buffer.from("${packed}", "base64"));`,
      };
    });
  },
};

/**
 * Lets all modules of a bundle share one copy of the namespace of `vscode`. esbuild makes one for each module that
 * imports it, of some 600 getters.
 */
export const oneVscode: Plugin = {
  name: "one-vscode",
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ path, namespace }) =>
      namespace === "vscode" ? { path, external: true } : { path, namespace: "vscode" },
    );
    build.onLoad({ filter: /./, namespace: "vscode" }, () => ({ contents: 'export * from "vscode";' }));
  },
};

function leftOut(what: string): string {
  return `throw new Error("The bundle is without ${what}. See .ci/build/plugins.ts.");`;
}

/**
 * Gives the modules of the entry each part of `vscode` as a constant of one module. For each `import * as vscode` esbuild
 * copies what a CommonJS module exports, some 600 getters. A module whose exports it knows has no namespace to copy, and
 * the parts that nobody uses go.
 */
export const vscodeParts: Plugin = {
  name: "vscode-parts",
  setup(build) {
    build.initialOptions.logOverride = { ...build.initialOptions.logOverride, "import-is-undefined": "error" };
    build.onResolve({ filter: /^vscode$/ }, ({ path, namespace }) =>
      namespace === "vscode" ? { path, external: true } : { path, namespace: "vscode" },
    );
    build.onLoad({ filter: /./, namespace: "vscode" }, async () => ({
      contents: [
        'const api = require("vscode");',
        "const part = (name) => api[name];",
        ...(await namesOfVscode()).map((name) => `export const ${name} = /* @__PURE__ */ part("${name}");`),
      ].join("\n"),
    }));
  },
};

/** The values that the API exports, by its types. */
async function namesOfVscode(): Promise<string[]> {
  const file = require.resolve("@types/vscode/index.d.ts");
  const { body } = parseSync(file, await readFile(file, "utf8")).program;
  const api = body.find((node) => node.type === "TSModuleDeclaration")?.body;
  return (api?.type === "TSModuleBlock" ? api.body : []).flatMap((node) => {
    const declared = node.type === "ExportNamedDeclaration" ? node.declaration : undefined;
    if (declared?.type === "VariableDeclaration") return declared.declarations.map(({ id }) => nameOf(id));
    const isValue = declared && /^(ClassDeclaration|TSEnumDeclaration|TSModuleDeclaration)$/.test(declared.type);
    return isValue && "id" in declared ? nameOf(declared.id) : [];
  });
}

function nameOf(id: object | null): string {
  if (id && "name" in id && typeof id.name === "string") return id.name;
  throw new Error("The types of vscode export something without a name.");
}

/**
 * The first lines of the command line's bundle: on an older Node they say so, before the rest fails with an error that
 * nobody understands.
 *
 * @param range `engines.node` of package.json: `>=22.19.0`
 */
export function nodeCheck(range: string): string {
  const wanted = /^>=(\d+)\.(\d+)\.\d+$/.exec(range);
  if (!wanted) throw new Error(`engines.node must look like >=22.19.0, not like ${range}.`);
  const [, major, minor] = wanted;
  const message = `dynamiq-runs needs Node ${major}.${minor} or newer.`;
  return (
    `"use strict";{const v=process.versions.node.split(".").map(Number);` +
    `if(v[0]<${major}||v[0]===${major}&&v[1]<${minor}){` +
    `process.stderr.write(${JSON.stringify(message)}+" This is Node "+process.versions.node+".\\n");process.exit(2)}}`
  );
}
