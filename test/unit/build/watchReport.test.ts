import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BuildContext, context } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WatchReport } from "../../../.ci/build/watchReport.ts";

let folder: string;
let contexts: Record<string, BuildContext>;
let printed: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watch-report-"));
  printed = [];
  const names = ["one", "two"];
  const report = new WatchReport(names, (line) => printed.push(line));
  const open = async (name: string): Promise<[string, BuildContext]> => {
    await writeFile(join(folder, `${name}.ts`), "export const fine = 1;\n");
    const plugins = [report.plugin(name)];
    return [
      name,
      await context({ absWorkingDir: folder, entryPoints: [`${name}.ts`], write: false, logLevel: "silent", plugins }),
    ];
  };
  contexts = Object.fromEntries(await Promise.all(names.map(open)));
});

afterEach(async () => {
  await Promise.all(Object.values(contexts).map((each) => each.dispose()));
  await rm(folder, { recursive: true, force: true });
});

/** Builds a bundle; one with problems rejects, and the report is what counts. */
async function rebuild(name: string): Promise<void> {
  await contexts[name]!.rebuild().catch(() => undefined);
}

test("the problem matcher of the watch task reads every line of a report", async () => {
  const tasks = JSON.parse(await readFile(resolve(import.meta.dirname, "../../../.vscode/tasks.json"), "utf8"));
  const { pattern, background } = tasks.tasks.find(({ label }: { label: string }) => label === "watch").problemMatcher;
  await writeFile(join(folder, "one.ts"), "export const\n  1broken = 2;\n");
  await rebuild("one");
  await rebuild("two");
  const [begin, problem, end] = printed as [string, string, string];
  expect(begin).toMatch(new RegExp(background.beginsPattern));
  expect(end).toMatch(new RegExp(background.endsPattern));
  const groups = new RegExp(pattern.regexp).exec(problem)!;
  const { file, line, column, severity, message } = pattern;
  expect([file, line, column, severity].map((index: number) => groups[index])).toEqual(["one.ts", "2", "4", "error"]);
  expect(groups[message]).toMatch(/\S/);
});
