import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

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
    ["src", "src/features"].some((folder) => existsSync(join(root, folder, path))) ||
    names.has(path);
  const paths = [...read("ARCHITECTURE.md").matchAll(/`([\w.-]+(?:\/[\w.-]+)*(?:\.tsx?|\/\w+))`/g)].map(
    ([, path]) => path!,
  );
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
});

test("the guide names each command, setting and key of the manifest", () => {
  const { contributes } = readJson("package.json");
  const words = readJson("package.nls.json");
  const title = (command: string): string => {
    const label: string = contributes.commands.find((each: { command: string }) => each.command === command).title;
    return words[label.slice(1, -1)];
  };
  const commands: string[] = contributes.commands.map(({ command }: { command: string }) => `*${title(command)}*`);
  expect(commands.filter((each) => !section("Commands").includes(each) && each !== "*Open Run*")).toEqual([]);
  const settings = contributes.configuration.flatMap(({ properties }: { properties: object }) =>
    Object.keys(properties),
  );
  expect(settings.filter((id: string) => !section("Settings").includes(`\`${id}\``))).toEqual([]);
  const keys = contributes.keybindings as { key: string; command: string }[];
  const missing = keys.filter(({ key, command }) => {
    const shown = key
      .split("+")
      .map((part) => part[0]!.toUpperCase() + part.slice(1))
      .join("+");
    return !section("Keys")
      .split("\n")
      .some((line) => line.includes(`\`${shown}\``) && line.includes(`*${title(command)}*`));
  });
  expect(missing).toEqual([]);
});

test("the targets of F5 exist: tasks, scripts and programs", () => {
  const { configurations } = readJson(".vscode/launch.json");
  const { tasks } = readJson(".vscode/tasks.json");
  const { scripts } = readJson("package.json");
  expect(
    tasks.map(({ script }: { script: string }) => script).filter((script: string) => !(script in scripts)),
  ).toEqual([]);
  const labels = tasks.map(({ label }: { label: string }) => label);
  for (const { preLaunchTask, program, runtimeExecutable } of configurations) {
    if (preLaunchTask) expect(labels).toContain(preLaunchTask);
    for (const file of [program, runtimeExecutable].filter(Boolean)) {
      expect(existsSync(file.replace("${workspaceFolder}", root))).toBe(true);
    }
  }
});

/** The part of the guide under a heading of the second level. */
function section(heading: string): string {
  const [, ...parts] = read("docs/guide.md").split(/^## /m);
  return parts.find((part) => part.startsWith(`${heading}\n`)) ?? "";
}

/** The anchors that GitHub gives a page's headings. */
function anchors(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
