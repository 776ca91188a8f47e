import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";

const root = resolve(import.meta.dirname, "../..");
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...globSync("docs/*.md", { cwd: root }),
];
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const readJson = (path: string) => JSON.parse(read(path));

/** A page without its code blocks. */
const prose = (page: string): string => read(page).replaceAll(/^ *```[^]*?^ *```$/gm, "");

test.each(pages)("the links of %s lead to files and headings that exist", (page) => {
  const links = [...prose(page).matchAll(/\]\((?!https?:)(?<path>[^)#]*)(?:#(?<anchor>[^)]*))?\)/g)];
  const broken = links.filter(({ groups }) => {
    const { path, anchor } = groups as { path: string; anchor?: string };
    const file = path === "" ? page : join(dirname(page), path);
    return !existsSync(join(root, file)) || (anchor !== undefined && !anchors(file).includes(anchor));
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

test.each(pages)("the files that %s names in code exist", (page) => {
  const paths = [...prose(page).matchAll(/`((?:src|test|build|media|docs)(?:\/[\w.-]+)+)`/g)].map(([, path]) => path!);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("the files and folders that ARCHITECTURE.md names exist", () => {
  const sources = globSync("src/**/*.{ts,tsx}", { cwd: root }).map((file) => file.replaceAll("\\", "/"));
  const names = new Set(sources.map((file) => basename(file)));
  const isThere = (path: string): boolean =>
    existsSync(join(root, path)) ||
    ["src", "src/features", "src/workbench"].some((folder) => existsSync(join(root, folder, path))) ||
    names.has(path);
  const paths = [...read("ARCHITECTURE.md").matchAll(/`([\w.-]+(?:\/[\w.-]+)*(?:\.tsx?|\/\w+))`/g)].map(
    ([, path]) => path!,
  );
  expect(paths).not.toEqual([]);
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
});

test("the links from code and manifest into the docs lead to pages and headings that exist", () => {
  const files = [...globSync("{src,media}/**/*.{ts,tsx,json,md}", { cwd: root }), "package.json", "package.nls.json"];
  const links = files.flatMap((file) => [...read(file).matchAll(/docs\/(?<page>\w+\.md)(?:#(?<anchor>[\w-]+))?/g)]);
  expect(links).not.toEqual([]);
  const broken = links.filter(({ groups }) => {
    const { page, anchor } = groups as { page: string; anchor?: string };
    const path = join("docs", page);
    return !existsSync(join(root, path)) || (anchor !== undefined && !anchors(path).includes(anchor));
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

test.each(["npm ci && npm start", "npm ci && npm test"])(
  "the README has the line %s, which does everything",
  (line) => {
    expect(read("README.md").split("\n")).toContain(line);
  },
);

test("the documentation has at most 12,000 words, without the generated page and the one for contributors", () => {
  const others = ["reference.md", "development.md"];
  const counted = globSync("docs/*.md", { cwd: root }).filter((page) => !others.includes(basename(page)));
  const words = counted.flatMap((page) =>
    read(page)
      .split(/\s+/)
      .filter((word) => word !== ""),
  );
  expect(words.length).toBeLessThanOrEqual(12_000);
});

test("the run file and the golden test of the README are valid", () => {
  const [runFile = "", golden = ""] = Array.from(
    read("README.md").matchAll(/^```json\n([^]*?)^```$/gm),
    ([, json]) => json,
  );
  expect(readRunFile(runFile, "refund.run.json")).toMatchObject({ problems: [], hints: [] });
  expect(parseGoldenFile(golden, "refund.golden.json")).toMatchObject({ problems: [], tests: [{}] });
});

test("the targets of F5 exist: tasks, scripts and programs", () => {
  const { configurations } = readJson(".vscode/launch.json");
  const { tasks } = readJson(".vscode/tasks.json");
  const { scripts } = readJson("package.json");
  expect(
    (tasks as { script?: string; command?: string; dependsOn?: string[] }[])
      .filter(({ dependsOn }) => !dependsOn)
      .map(({ script, command }) => script ?? command?.match(/^npm run (\S+)/)?.[1] ?? "")
      .filter((script) => !(script in scripts)),
  ).toEqual([]);
  const labels = tasks.map(({ label }: { label: string }) => label);
  for (const { preLaunchTask, program, runtimeExecutable } of configurations) {
    if (preLaunchTask) expect(labels).toContain(preLaunchTask);
    for (const file of [program, runtimeExecutable].filter(Boolean)) {
      expect(existsSync(file.replace("${workspaceFolder}", root))).toBe(true);
    }
  }
});

/** The anchors that GitHub gives a page's headings. */
function anchors(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
