import { expect, test } from "vitest";
import type { TraceRun } from "#features/localRuns/core/trace.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { localPresenter, localSnapshot } from "../../../../../support/localRuns/localSnapshot.ts";
import { agentTrace, failedTrace } from "../../../../../support/localRuns/sampleTraces.ts";
import { TraceBuilder } from "../../../../../support/localRuns/traceBuilder.ts";

const ownPath = (file: string): string | undefined => (file.startsWith("/w/") ? file.slice(3) : undefined);

type Traced = Extract<StepView, { kind: "tool" | "model" | "failed" }>;

/** What failed, and the presenter of its run. */
function failures(runs: readonly TraceRun[]): { failed: Traced[]; story: ReturnType<typeof localPresenter>["story"] } {
  const presenter = localPresenter(runs, { ownPath });
  const failed = localSnapshot(presenter).story.filter(
    (step): step is Traced =>
      step.kind === "failed" || ((step.kind === "tool" || step.kind === "model") && step.state === "failed"),
  );
  return { failed, story: presenter.story };
}

test("a failed call of a completed run has the frames of its traceback, and opens files of the workspace", async () => {
  const { failed, story } = failures(agentTrace("/w"));
  const [call] = failed;
  expect(failed).toHaveLength(1);
  expect(call?.frames).toHaveLength(14);
  expect(call?.frames?.at(-1)).toEqual({
    location: "app/tools/crm.py:41",
    name: "_find",
    own: true,
    code: 'raise RuntimeError("the CRM is gone")',
  });
  expect(call).toMatchObject({ kind: "tool", tracebackEnd: "x.ToolExecutionException: 401 from the CRM" });
  expect(call?.traceback).toBeUndefined();
  expect(story.ownFrame(call!.id, 13)).toMatchObject({ file: "/w/app/tools/crm.py", line: 41 });
  expect(story.ownFrame(call!.id, 0)).toBeUndefined();
  expect(await story.callValue(call!.id, "traceback")).toMatch(/^Traceback [^]*401 from the CRM\n$/);
});

test("a traceback without frames is a text, and its secrets are dots", () => {
  const trace = new TraceBuilder();
  const traceback = "Traceback (most recent call last):\na.Error: authorization: Bearer sk-1234567890abcdef1234\n";
  trace.model(trace.workflow(), { status: "failed", error: { message: "no", traceback }, usage: null });
  const { failed } = failures(trace.runs);
  expect(failed).toMatchObject([{ kind: "model", traceback: expect.stringContaining("a.Error") }]);
  expect(JSON.stringify(failed)).not.toContain("sk-1234");
});

test("the traceback of the run's own failure isn't said by its call, too", () => {
  const { failed } = failures(failedTrace("/w"));
  expect(failed.map(({ kind, frames }) => [kind, frames?.length])).toEqual([
    ["tool", undefined],
    ["failed", 14],
  ]);
});
