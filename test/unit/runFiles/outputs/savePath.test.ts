import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { realSavePath, savePath } from "#runFiles/outputs/savePath.ts";

const request = resolve("/w/runs/refund.run.json");
const workspace = resolve("/w");

test("an output is written where the run file says, within its workspace folder", () => {
  expect(savePath("answer.json", request, workspace)).toEqual({ path: resolve("/w/runs/answer.json") });
  expect(savePath("../out/answer.txt", request, workspace)).toEqual({ path: resolve("/w/out/answer.txt") });
  expect(savePath("a..b/answer", request, undefined)).toEqual({ path: resolve("/w/runs/a..b/answer") });
});

test.each([
  ["/etc/passwd", /relative/],
  ["\\\\server\\answer.json", /relative/],
  ["../../answer.json", /workspace folder/],
  ["refund.run.json", /other than this one/],
  ["answer.json:stream", /colon/],
  ["C:answer.json", /colon/],
  [".envrc", /can't use \.envrc: names with a leading dot/],
  ["../.vscode/settings.json", /can't use \.vscode: names with a leading dot/],
  ["../.GIT/hooks/pre-commit", /can't use \.GIT/],
  ["../out\\.vscode\\settings.json", /can't use \.vscode/],
  ["..answer", /leading dot/],
  [".../answer.json", /leading dot/],
  ["\u200b.git/config", /leading dot/],
  ["../node_modules/a/answer.json", /can't use node_modules: programs load code from it/],
  ["../Node_Modules/answer.json", /can't use Node_Modules/],
  ["../node_module\u017f/answer.json", /programs load code from it/],
  ["NUL", /Windows reserves it/],
  ["con.json", /can't use con\.json: Windows reserves it/],
  ["aux/answer.json", /Windows reserves it/],
  ["lpt1.answer.json", /Windows reserves it/],
  ["COM\u00b9 .json", /Windows reserves it/],
  ["CONOUT$", /Windows reserves it/],
  ["conftest.py.", /can't use conftest\.py\.: Windows drops/],
  ["out /answer.json", /Windows drops/],
  ["answer.json ", /Windows drops/],
  ["answer\n.json", /control character/],
  ["answer\u001b.json", /control character/],
])("%j is refused", (saveTo, problem) => {
  expect(savePath(saveTo, request, workspace)).toEqual({ problem: expect.stringMatching(problem) as string });
});

test.each(["nullable.json", "console.txt", "com10.json", "a.nul.json", "modules/node.json", "a b/c.d.json"])(
  "%j only resembles a name that is refused",
  (saveTo) => {
    expect(savePath(saveTo, request, workspace)).toEqual({ path: resolve("/w/runs", saveTo) });
  },
);

test("the folder of the run file counts, as far as it is in the workspace", () => {
  const settings = savePath("settings.json", resolve("/w/.vscode/a.run.json"), workspace);
  expect(settings).toEqual({ problem: expect.stringContaining("can't use .vscode") as string });
  const own = resolve("/home/mia/.cache/w");
  expect(savePath("answer.json", join(own, "a.run.json"), own)).toEqual({ path: join(own, "answer.json") });
});

describe("on disk", () => {
  async function withFolders(use: (root: string, outside: string) => Promise<void>): Promise<void> {
    const base = await realpath(await mkdtemp(join(tmpdir(), "save-")));
    await Promise.all([
      mkdir(join(base, "w/runs"), { recursive: true }),
      mkdir(join(base, "outside/deep"), { recursive: true }),
    ]);
    try {
      await use(join(base, "w"), join(base, "outside"));
    } finally {
      await rm(base, { recursive: true });
    }
  }
  const leadsOut = {
    problem: expect.stringMatching(/leads out of the workspace folder through a symbolic link/) as string,
  };

  test("a folder that is a link out of the workspace is refused, anywhere in the path and at any depth", () =>
    withFolders(async (root, outside) => {
      const file = join(root, "runs/a.run.json");
      await symlink(outside, join(root, "runs/out"));
      await symlink(join(outside, "deep"), join(root, "deep"));
      await mkdir(join(root, "runs/sub"));
      await symlink("../..", join(root, "runs/sub/up"));
      await symlink("../../../outside/new", join(root, "runs/sub/nowhere"));
      await symlink("loop", join(root, "runs/loop"));
      for (const saveTo of [
        "out/a.json",
        "out/new/folder/a.json",
        "../deep/a.json",
        "sub/up/../out/a.json",
        "sub/nowhere/a.json",
        "loop/a.json",
      ]) {
        const wanted = saveTo.startsWith("sub/up") ? { path: join(root, "runs/sub/out/a.json") } : leadsOut;
        expect([saveTo, await realSavePath(saveTo, file, root)]).toEqual([saveTo, wanted]);
      }
    }));

  test("a link inside the workspace is followed once, and the path has no link any more", () =>
    withFolders(async (root) => {
      await symlink("../runs", join(root, "runs/here"));
      const path = join(root, "runs/new/a.json");
      expect(await realSavePath("here/new/a.json", join(root, "runs/a.run.json"), root)).toEqual({ path });
    }));

  test("a link into a place that is refused is refused, although it stays in the workspace", () =>
    withFolders(async (root) => {
      await mkdir(join(root, ".git/hooks"), { recursive: true });
      await symlink("../.git/hooks", join(root, "runs/out"));
      expect(await realSavePath("out/pre-commit", join(root, "runs/a.run.json"), root)).toEqual({
        problem: expect.stringContaining("saveTo (out/pre-commit) leads through a symbolic link to .git:") as string,
      });
    }));

  test("a link as the file itself is refused, with and without a target", () =>
    withFolders(async (root, outside) => {
      await writeFile(join(outside, "secret"), "x");
      await symlink(join(outside, "secret"), join(root, "runs/a.json"));
      await symlink(join(outside, "nothing"), join(root, "runs/b.json"));
      for (const name of ["a.json", "b.json"]) {
        const problem = expect.stringContaining(`saveTo (${name}) is a symbolic link`) as string;
        expect(await realSavePath(name, join(root, "runs/r.run.json"), root)).toEqual({ problem });
      }
    }));
});
