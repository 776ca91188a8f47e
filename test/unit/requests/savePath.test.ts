import { resolve } from "node:path";
import { expect, test } from "vitest";
import { savePath } from "../../../src/requests/savePath.ts";

const request = resolve("/w/runs/refund.run.json");
const workspace = resolve("/w");

test("an output is written where the request file says, within its workspace folder", () => {
  expect(savePath("answer.json", request, workspace)).toEqual({ path: resolve("/w/runs/answer.json") });
  expect(savePath("../out/answer.txt", request, workspace)).toEqual({ path: resolve("/w/out/answer.txt") });
  expect(savePath("..answer", request, undefined)).toEqual({ path: resolve("/w/runs/..answer") });
});

test.each([
  ["/etc/passwd", /relative/],
  ["C:\\answer.json", /relative/],
  ["\\\\server\\answer.json", /relative/],
  ["a\0b", /relative/],
  ["../../answer.json", /workspace folder/],
  ["..", /workspace folder/],
  [".", /another one/],
  ["out/", /must name the file/],
  ["refund.run.json", /another one/],
])("%j is refused", (saveTo, problem) => {
  expect(savePath(saveTo, request, workspace)).toEqual({ problem: expect.stringMatching(problem) as string });
});

test("without a workspace, or outside of it, an output stays in the request's own folder", () => {
  for (const folder of [undefined, resolve("/other")]) {
    expect(savePath("sub/answer.json", request, folder)).toEqual({ path: resolve("/w/runs/sub/answer.json") });
    expect(savePath("../answer.json", request, folder)).toEqual({ problem: expect.stringMatching(/workspace folder/) as string });
  }
});
