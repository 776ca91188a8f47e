import { test } from "vitest";
import { usePanels } from "../../../../support/panels.ts";
import { header, runState, snapshot, textStep } from "../../../../support/sampleRun.ts";

const panels = usePanels();

test("the last iteration ends with its last step if the run's end, in whole seconds, seems to be earlier", async () => {
  const second = "2026-06-10T09:15:21Z";
  const ended = header({ status: "failed", statusWord: "Failed", startedAt: second, endedAt: second });
  const story = [
    textStep(1, "Let me look.", { at: 20 }),
    { kind: "failed" as const, id: "f", sequence: 2, at: 420, iteration: 1, message: "401 from the CRM" },
  ];
  const { page } = await panels.show(snapshot({ state: runState({ header: ended }), story }));
  await page.getByRole("heading", { name: "Iteration 1 failed after 400 ms" }).waitFor();
});
