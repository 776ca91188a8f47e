import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { errorDetails, errorSummary } from "#runs/labels/errorSummary.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { runSentence } from "#runs/labels/runSentence.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { runRow } from "#workbench/explorer/vscode/items/runRow.ts";
import { headerSentence } from "#workbench/panel/vscode/headerSentence.ts";
import { headerView } from "#workbench/panel/vscode/headerView.ts";
import { stepView } from "#workbench/panel/vscode/story/stepView.ts";
import { cases } from "../../../support/cases.ts";
import { events, run } from "../../arbitraries.ts";

const connection = { name: "Support", production: false, exists: true, trusted: true };
const asRun = (value: unknown): Run => value as Run;
const asEvents = (value: unknown): RunEvent[] => value as RunEvent[];

describe("any run of an app", () => {
  test("its row, its page and its sentence can be drawn", () => {
    fc.assert(
      fc.property(run, (value) => {
        const known = asRun(value);
        expect(runTitle(known)).not.toMatch(/[\r\n]/);
        for (const text of Object.values(runRow(known, Date.now()))) expect(text).not.toMatch(/[\r\n]/);
        const sentence = [...runSentence(known), ...headerSentence(known, { steps: [], timeOf: () => undefined })];
        for (const { text } of sentence) expect(typeof text).toBe("string");
        expect(headerView(known, connection, sentence).status).toBe(known.status);
        const { code, message } = errorSummary(known.error);
        expect([typeof code, typeof message]).toEqual([code === undefined ? "undefined" : "string", "string"]);
        errorDetails(known.error);
      }),
      cases(),
    );
  });
});

describe("any events of a run", () => {
  test("its story can be drawn, and leaves no event out", () => {
    fc.assert(
      fc.property(events, (value) => {
        const all = asEvents(value);
        const runStory = new RunStory();
        for (const each of all) runStory.apply([each]);
        for (const step of runStory.steps) stepView(step, "A run");
        // What it has no form for is there, raw.
        const raw = runStory.steps.filter((step) => step.kind === "other").map(({ sequence }) => sequence);
        const unknown = all.filter(({ type }) => type === "brand.new").map(({ sequence }) => sequence);
        expect(raw).toEqual(expect.arrayContaining(unknown));
        // The same events at once make the same story.
        const atOnce = new RunStory();
        atOnce.apply(all);
        expect(atOnce.steps).toEqual(runStory.steps);
        const { length } = headerSentence(
          { id: "r", status: "started" },
          { steps: runStory.steps, timeOf: () => undefined },
        );
        expect(length).toBeGreaterThanOrEqual(0);
      }),
      cases(),
    );
  });
});
