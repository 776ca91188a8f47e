import { expect, test } from "vitest";
import { likelyTargets } from "#features/localApps/core/likelyTargets.ts";

const workspace = ["/w/app/refund.py", "/w/app/support.py", "/w/one/translate.yaml"];

test.each([
  ["has its name", "/w/app/support.run.json", ["/w/app/support.py"]],
  ["is alone in its folder", "/w/one/letter.json", ["/w/one/translate.yaml"]],
  ["is any, where several are beside it", "/w/app/letter.json", workspace],
  ["is any, where none is beside it", "/w/support.run.json", workspace],
])("the workflow of a run file %s", (_, file, likely) => {
  expect(likelyTargets(workspace, (path) => path, file)).toEqual(likely);
});
