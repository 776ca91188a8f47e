import { expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { Random } from "#sample/agent/random.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import { approvalMessage } from "../../../../support/sample/scenes/sdkNodes.ts";
import { storyOutline } from "../../../../support/story/storyOutline.ts";

const end = workflowEnd(new Random(7), "wf-1", { "node-crm": { status: "skip" }, "node-mail": { status: "skip" } });
const crm = { id: "node-crm", name: "Update CRM", group: "tools", type: "dynamiq.nodes.tools.HttpApiCall" };

type Told = Pick<RunEvent, "type" | "source" | "data">;

/** The last line of the story that these events tell, one after the other. */
function endOf(...events: Told[]): string | undefined {
  const story = new RunStory();
  for (const [i, event] of events.entries()) story.apply([{ ...event, sequence: i + 1 }]);
  return storyOutline(story.steps.filter(({ kind }) => kind === "workflow"));
}

const ended = { type: "run.data", data: end };
const named = "workflow completed: Update CRM skip, node-mail skip";

test.each<[string, Told]>([
  ["a message of the node", { type: "run.data", data: approvalMessage("wf-1", crm, "Send?", {}, []) }],
  [
    "a failure that lists the node",
    { type: "vendor.warning", data: { error: { failed_nodes: [null, { id: "node-crm", name: "Update CRM" }] } } },
  ],
])("the end of a workflow names a node by %s", (_, event) => {
  expect(endOf(ended)).toBe("workflow completed: node-crm skip, node-mail skip");
  expect(endOf(event, ended)).toBe(named);
  expect(endOf(ended, event)).toBe(named);
});

test("so does the run's own record, of which the last event may have nothing", () => {
  const story = new RunStory();
  story.apply([
    { ...ended, sequence: 1 },
    { type: "run.failed", sequence: 2, data: {} },
  ]);
  story.takeError({ message: "m", failed_nodes: [{ id: "node-crm", name: "Update CRM", error_message: "401" }] });
  expect(storyOutline(story.steps.filter(({ kind }) => kind === "workflow"))).toBe(named);
  expect([story.nodeName("node-crm"), story.nodeName("node-mail")]).toEqual(["Update CRM", undefined]);
});
