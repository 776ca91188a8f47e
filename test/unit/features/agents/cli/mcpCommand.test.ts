import { mkdir, symlink } from "node:fs/promises";
import { join, posix, win32 } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentFolder, isUnbounded } from "#features/agents/cli/mcpCommand.ts";
import { temporaryFolder } from "../../../../harness/paths.ts";

let root: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => (root = await temporaryFolder()));
afterEach(() => root.remove());

test.each([
  ["/", true],
  ["/home/mia", true],
  ["/home/mia/project", false],
  ["/home/mia2", false],
])("on Linux and macOS, %s has no boundary: %s", (folder, expected) => {
  expect(isUnbounded(folder, ["/home/mia"], posix)).toBe(expected);
});

test.each([
  ["C:\\", true],
  ["\\\\server\\share\\", true],
  ["C:\\Users", true],
  ["c:\\users\\MIA", true],
  ["C:\\Users\\mia\\project", false],
])("on Windows, %s has no boundary: %s", (folder, expected) => {
  expect(isUnbounded(folder, ["C:\\Users\\mia"], win32)).toBe(expected);
});

test("the current folder is used, unless it is the home folder, one above it, or a link to one", async () => {
  const home = join(root.path, "home");
  const project = join(home, "project");
  await mkdir(project, { recursive: true });
  await symlink(home, join(project, "up"));
  await symlink(home, join(root.path, "other-home"));
  await expect(agentFolder(undefined, project, [home])).resolves.toBe(project);
  // A home whose place isn't known makes no folder unbounded.
  await expect(agentFolder(undefined, project, [""])).resolves.toBe(project);
  for (const folder of [home, root.path, "/", join(project, "up"), join(root.path, "other-home")]) {
    await expect(agentFolder(undefined, folder, [home]), folder).rejects.toThrow(/--folder PATH/);
  }
  await expect(agentFolder(undefined, home, [join(root.path, "other-home")])).rejects.toThrow(/--folder PATH/);
});

test("a folder that the person names is used, whatever it is", async () => {
  await mkdir(join(root.path, "project"));
  await expect(agentFolder("project", root.path, [root.path])).resolves.toBe(join(root.path, "project"));
  await expect(agentFolder(".", root.path, [root.path])).resolves.toBe(root.path);
});
