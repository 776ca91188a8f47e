import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { endSentence } from "#cli/run/followRun.ts";
import { turnView } from "#features/conversations/vscode/turnView.ts";
import { formatRunDuration } from "#model/duration.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { workedFor } from "#runs/facts/runFacts.ts";
import { keyFacts } from "#runs/query/queryKeys.ts";
import { runLine } from "#runs/text/runLine.ts";
import { runDetails } from "#workbench/explorer/vscode/items/runDetails.ts";
import { seededNumbers } from "../../../support/failures/seededRuns.ts";

test("rows, conversations, copies, tools, the command line, the search and Insights say one duration of a run", () => {
  const random = seededNumbers(14);
  const start = Date.UTC(2026, 10, 20);
  for (let n = 0; n < 3_000; n++) {
    // Clocks differ, so that a run may have ended before its start.
    const took = Math.round(random() ** 6 * 90_000_000) - (random() < 0.1 ? 3_000 : 0);
    const created = random() < 0.3 ? { created_at: new Date(start - 5_000).toISOString() } : {};
    const started = random() < 0.95 ? { started_at: new Date(start).toISOString() } : {};
    const run: Run = {
      id: `run-${n}`,
      status: "completed",
      input: {},
      ...created,
      ...started,
      ended_at: new Date(start + took).toISOString(),
    };
    const facts = factsOfRun(run);
    const expected = "started_at" in started ? formatRunDuration(took) : undefined;
    const said = (ms: number | undefined) => (ms === undefined ? undefined : formatRunDuration(ms));
    expect([
      runDetails(run, start + 1e9).facts.find(([name]) => name === "Duration")?.[1],
      / took: ([^;]*)/.exec(runLine(run))?.[1],
      /completed in (.*)$/.exec(endSentence(run))?.[1],
      /^(.*) · Completed$/.exec(turnView({ run, message: "", answer: "", changes: [] }).facts)?.[1],
      said(keyFacts("duration").of(facts)),
      said(workedFor(facts)),
    ]).toEqual(Array(6).fill(expected));
  }
});
