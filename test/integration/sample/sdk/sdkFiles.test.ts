import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import { jsonView } from "../../../../src/features/panel/vscode/json/jsonView.ts";
import { stepView } from "../../../../src/features/panel/vscode/story/stepView.ts";
import { EventsAndStory } from "../../../../src/runs/live/eventLog.ts";
import type { ToolStep } from "../../../../src/runs/story/storySteps.ts";
import { stepPieces } from "../../../../src/runs/text/stepPieces.ts";
import { get, post, readRun, startApp } from "../client.ts";

const runFile = JSON.parse(
  readFileSync(fileURLToPath(new URL("../../../workspace/evidence.run.json", import.meta.url)), "utf8"),
) as { input: unknown };

test("the run file for files plays an agent whose tools return them once, and whose output names them only", async () => {
  const app = await startApp();
  const run = await readRun(await post(app, "/v1/runs", runFile));
  const record = new EventsAndStory();
  for (const page of [1, 2, 3, 4]) {
    const answered = await get(app, `/v1/runs/${run.id}/events?page=${page}&page_size=100`);
    record.add(((await answered.json()) as { data: RunEvent[] }).data);
  }
  const calls = record.runStory.steps.filter((step): step is ToolStep => step.kind === "tool");
  const shown = calls.map((call) => {
    const step = stepView(call, "");
    if (step.kind !== "tool") throw new Error(step.kind);
    const names = (files = step.inputFiles) =>
      (files ?? []).map(({ name, kind, pixels, problem }) => [name, kind, pixels?.width, problem]);
    return [step.name, names(step.resultFiles), names(step.outputFiles)];
  });
  const screenshot = [["screenshot", "PNG", 640, undefined]];
  const made = [
    ["photo-1-marked.png", "PNG", 640, undefined],
    ["delivery-note-48311.pdf", "PDF", undefined, undefined],
  ];
  expect(shown).toEqual([
    ["inspect photo", made, screenshot],
    ["read scans", [], []],
    ["inspect photo", [], screenshot],
  ]);
  const text = record.runStory.steps.flatMap((step, at) => [...stepPieces(step, at + 1).pieces]).join("");
  expect(text).toMatch(
    /"name": "photo-1-marked\.png",[^}]*"\[left out: PNG image, 640 × 360, \d+ bytes, SHA-256 [0-9a-f]{8}\]"[^}]*\}[^}]*"name": "delivery-note-48311\.pdf",[^}]*"\[left out: PDF document, /,
  );
  expect(text).not.toMatch(/[A-Za-z0-9+/]{60}/);
  expect(calls[0]?.result).toMatch(/\n\nFiles saved: photo-1-marked\.png, delivery-note-48311\.pdf$/);
  expect(calls[1]?.result).toContain("\n...[Content truncated]...\n");
  expect(run.output).toMatchObject({
    "node-evidence": { output: { files: ["photo-1-marked.png", "delivery-note-48311.pdf"] } },
  });
  const view = jsonView(run.input, [], "input");
  expect(view.kind === "value" && view.holes).toMatchObject([
    { path: ["packing_list"], file: { name: "packing-list.csv", kind: "CSV" } },
  ]);
});
