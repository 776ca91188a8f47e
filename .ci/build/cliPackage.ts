import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { bundledWith } from "./sharedBundles.ts";

const root = resolve(import.meta.dirname, "../..");

/** What the command line's package takes over of the extension's. */
const sameAsExtension = ["version", "license", "repository", "homepage", "bugs"] as const;

/**
 * Lays out the npm package of the command line: `dynamiq-runs` with its bundles, and no dependency.
 *
 * @param folder of the package; it is made anew
 * @throws Error when the bundles weren't built
 */
export async function layOutCliPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const manifest: Record<string, unknown> = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { node } = manifest["engines"] as { node: string };
  const own = {
    name: "dynamiq-runs",
    description: "Starts runs of a Dynamiq app, runs its golden tests, and serves tools for coding agents.",
    ...Object.fromEntries(sameAsExtension.map((key) => [key, manifest[key]])),
    keywords: ["dynamiq", "agent", "runs", "golden tests", "mcp"],
    type: "commonjs",
    bin: { "dynamiq-runs": "dist/cli.cjs" },
    files: ["dist", "ThirdPartyNotices.txt"],
    engines: { node },
  };
  const bundles = await bundledWith(join(root, "dist"), "cli.cjs");
  await copyInto(folder, [
    ...bundles.map((name) => `dist/${name}`),
    "dist/dynamiq_worker.py",
    ...globSync("dist/media/skills/**/*.md", { cwd: root }),
    "LICENSE",
    "ThirdPartyNotices.txt",
  ]);
  const readme = await readFile(join(root, "docs/cli.md"), "utf8");
  await writeFile(join(folder, "README.md"), withWholeLinks(readme));
  await writeFile(join(folder, "package.json"), `${JSON.stringify(own, null, 2)}\n`);
}

async function copyInto(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const to = join(folder, file);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(root, file), to);
  }
}

/** npm's page of a package resolves no relative links. */
const withWholeLinks = (markdown: string): string =>
  markdown.replace(
    /\]\((?<page>\w+\.md)/g,
    "](https://github.com/dynamiq-community/dynamiq-runs/blob/main/docs/$<page>",
  );

if (import.meta.main) {
  const folder = join(root, "out/cliPackage");
  await layOutCliPackage(folder);
  // npm.cmd needs a shell on Windows.
  execFileSync("npm", ["pack", folder, "--pack-destination", root], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}
