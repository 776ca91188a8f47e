import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import * as esbuild from "esbuild";

const ofAllPages = "of-all-pages";
const inStories = "webview.js";

/**
 * Makes two files of what pages share: `common.js` for all, and `webview.js` for those that show stories. esbuild alone
 * makes one for each set of pages that have a module in common, seven of them, and a page would load six. So a first
 * build finds these modules, and in the second one every page imports them.
 *
 * @param storyPages names of entry points
 */
export function pageFiles(storyPages: readonly string[]): esbuild.Plugin {
  const fileOf = (chunk: Chunk): string =>
    chunk.pages.join() === storyPages.toSorted().join() ? inStories : "common.js";
  return {
    name: "page-files",
    setup(build) {
      const options = { ...build.initialOptions };
      build.initialOptions.write = false;
      let shared: string[] = [];
      build.onStart(async () => {
        // Those after this one report a build, and only the second is one.
        const plugins = options.plugins?.slice(
          0,
          options.plugins.findIndex(({ name }) => name === "page-files"),
        );
        // What is wrong in the sources is reported by the second build.
        const first = esbuild.build({ ...options, plugins, metafile: true, write: false, logLevel: "silent" });
        const chunks = await first.then(({ metafile }) => sharedChunks(metafile)).catch(() => []);
        shared = chunks.flatMap((chunk) => (fileOf(chunk) === inStories ? [] : chunk.modules));
      });
      build.onLoad({ filter: /[\\/]page[\\/]main\.tsx$/ }, async ({ path }) => ({
        loader: "tsx",
        contents: `${await readFile(path, "utf8")}import "${ofAllPages}";\n`,
      }));
      build.onResolve({ filter: new RegExp(`^${ofAllPages}$`) }, ({ path }) => ({ path, namespace: ofAllPages }));
      build.onLoad({ filter: /./, namespace: ofAllPages }, () => ({
        contents: shared.map((path) => `import ${JSON.stringify(`./${path}`)};`).join("\n"),
        resolveDir: process.cwd(),
      }));
      build.onEnd(async ({ metafile, outputFiles = [] }) => {
        const chunks = metafile ? sharedChunks(metafile) : [];
        if (new Set(chunks.map(fileOf)).size < chunks.length)
          return { errors: [{ text: `Pages share more than two files: ${JSON.stringify(chunks, undefined, 2)}` }] };
        for (const { path, text } of outputFiles) {
          await mkdir(dirname(path), { recursive: true });
          const named = (name: string): string =>
            chunks.reduce((now, chunk) => now.replaceAll(basename(chunk.path), fileOf(chunk)), name);
          await writeFile(named(path), named(text));
        }
        return undefined;
      });
    },
  };
}

/** A file that several pages load. */
interface Chunk {
  path: string;
  /** Names of entry points, in order. */
  pages: string[];
  /** Our own modules in it. What packages bring is loaded by them. */
  modules: string[];
}

function sharedChunks({ outputs }: esbuild.Metafile): Chunk[] {
  const loads = (file: string, chunk: string): boolean =>
    file === chunk || (outputs[file]?.imports.some(({ path, external }) => !external && loads(path, chunk)) ?? false);
  const pages = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint !== undefined);
  return Object.entries(outputs)
    .filter(([path, { entryPoint }]) => entryPoint === undefined && path.endsWith(".js"))
    .map(([path, { inputs }]) => ({
      path,
      pages: pages
        .filter((page) => loads(page, path))
        .map((page) => basename(page, ".js"))
        .sort(),
      modules: Object.keys(inputs).filter((module) => !module.includes("node_modules/")),
    }));
}
