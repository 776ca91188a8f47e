import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as esbuild from "esbuild";

export interface SharedBundles {
  /** Of all bundles alike. */
  options: esbuild.BuildOptions;
  /** Source files by the names of their bundles. */
  entryPoints: Record<string, string>;
  outdir: string;
  /** What the first lines of a bundle are, by its name. */
  banners?: Readonly<Record<string, string>>;
}

/**
 * Builds CommonJS bundles that have their common code in files of its own (`shared-….cjs`). The extension and the
 * command line both need the client with undici and zod, three quarters of the command line: with a copy for each, the
 * VSIX had 673 KB instead of 510 KB.
 *
 * esbuild takes bundles apart only when they are ES modules. So that is the first step, and each file becomes CommonJS
 * in a second one.
 */
export async function buildSharedBundles(bundles: SharedBundles): Promise<esbuild.BuildResult<{ metafile: true }>> {
  const { options, entryPoints, outdir, banners = {} } = bundles;
  const built = await esbuild.build({
    ...options,
    entryPoints,
    outdir,
    format: "esm",
    splitting: true,
    chunkNames: "shared-[hash]",
    outExtension: { ".js": ".cjs" },
    // The second step makes `require` of them.
    supported: {},
    metafile: true,
    write: false,
  });
  const { target, minify, supported, logLevel } = options;
  const common = Object.fromEntries(
    Object.entries({ target, minify, supported, logLevel }).filter(([, value]) => value !== undefined),
  );
  for (const { path, text } of built.outputFiles) {
    const banner = banners[basename(path, ".cjs")] ?? '"use strict";';
    const { code } = await esbuild.transform(plainImports(text), {
      ...common,
      format: "cjs",
      platform: "node",
      banner,
    });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, code, { mode: code.startsWith("#!") ? 0o755 : 0o644 });
  }
  return built;
}

/**
 * The same minified module with what the files have from each other in constants, which its first lines take. esbuild
 * makes a getter of each export and an access of each use, `(0,a.b)(…)`, in case that a variable changes later. None
 * does: `import/no-mutable-exports` holds it.
 */
function plainImports(text: string): string {
  const imported = /(?<=^|[;\n])import\{([^}]*)\}from("\.\/[^"]+");/g;
  const exported = /export\{([^}]*)\};\s*$/;
  return text
    .replace(imported, (_, names: string, file: string) => `const{${names.replaceAll(" as ", ":")}}=require(${file});`)
    .replace(exported, (_, names: string) => `module.exports={${names.replaceAll(/([\w$]+) as ([\w$]+)/g, "$2:$1")}};`);
}

/**
 * The names of a bundle and of all that it loads, each once.
 *
 * @param folder of the bundles
 * @throws Error when one of them is missing
 */
export async function bundledWith(folder: string, name: string): Promise<string[]> {
  const found = new Set([name]);
  // A set that grows is walked to its new end.
  for (const each of found) {
    const text = await readFile(join(folder, each), "utf8");
    for (const [, loaded = ""] of text.matchAll(/require\("\.\/([\w-]+\.cjs)"\)/g)) found.add(loaded);
  }
  return [...found].sort();
}
