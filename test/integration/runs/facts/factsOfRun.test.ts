import { expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { failingFirst, partsOf } from "#features/insights/core/partFigures.ts";
import { readRun } from "#features/search/core/reading/readRun.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { patience } from "../../../support/patience.ts";
import { startSampleApp } from "../../../support/sample/testApp.ts";

test("tools that never responded count as failed where they failed the run, as counted again from the events", async () => {
  const app = await startSampleApp({ speed: 1_000_000 });
  const api = new RunsClient({ baseUrl: app.url, accessKey: app.accessKey });
  try {
    const { data } = await api.listRuns({ status: ["failed"], page_size: 100 });
    // Those of the chat app fail before any call.
    const failed = data.filter(({ error }) => (error as { type?: string }).type !== "MemoryError");
    const wanted = new Map<string, number>();
    const found = [];
    for (const run of failed) {
      const { data: events } = await api.listEvents(run.id, { page_size: 200 });
      const { tool_call_id: id } = (run.error as { details: { tool_call_id: string } }).details;
      const ofCall = events.filter(({ data }) => (data as { id?: string } | undefined)?.id === id);
      // It began, and never ended.
      expect(ofCall.map(({ type }) => type)).toEqual(["agent.tool_call.started"]);
      const { name } = (ofCall[0]!.data as { tool: { name: string } }).tool;
      wanted.set(name, (wanted.get(name) ?? 0) + 1);
      const { steps } = await readRun(api, run, AbortSignal.timeout(patience));
      found.push(factsOfRun(run, steps ? { steps } : {}));
    }
    const counted = failingFirst(partsOf(found)).filter((part) => part.failed > 0);
    expect(new Map(counted.map((part) => [part.name, part.failed]))).toEqual(wanted);
    expect(counted.reduce((sum, part) => sum + part.failed, 0)).toBe(failed.length);
    expect(failed.length).toBeGreaterThan(20);
  } finally {
    await api.close();
    await app.close();
  }
});
