import { expect, test } from "vitest";
import { likelyTargets } from "#features/localApps/core/likelyTargets.ts";

const refund = { path: "/w/app/refund.py", kind: "Agent" } as const;
const agent = { path: "/w/app/support.py", kind: "Agent" } as const;
const support = { path: "/w/app/support.py", kind: "Workflow" } as const;
const translate = { path: "/w/one/translate.yaml", kind: "Workflow" } as const;
const workspace = [refund, agent, support, translate];

test.each([
  ["has its name, and not an agent in it", "/w/app/support.run.json", [support]],
  ["is an agent, where no workflow is in the file", "/w/app/refund.json", [refund]],
  ["is alone in its folder", "/w/one/letter.json", [translate]],
  ["is any, where several are beside it", "/w/app/letter.json", workspace],
  ["is any, where none is beside it", "/w/support.run.json", workspace],
])("the workflow of a run file %s", (_, file, likely) => {
  expect(likelyTargets(workspace, file)).toEqual(likely);
});
