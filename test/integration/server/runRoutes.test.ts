import { expect, test } from "vitest";
import { eventPageSchema, type Run, runResponseSchema, runPageSchema } from "#api/schemas.ts";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { expectRefusal, get, post, startApp } from "../sample/client.ts";

async function list(app: SampleApp, query: string) {
  return runPageSchema.parse(await (await get(app, `/v1/runs?${query}`)).json());
}

test("listing runs returns every run once over its pages, most recently started first", async () => {
  const app = await startApp({ pastRuns: 230 });
  const runs: Run[] = [];
  for (let page = 1; page <= 3; page++) {
    const { data, pagination } = await list(app, `page=${page}&page_size=100`);
    expect(pagination).toEqual({ page, page_size: 100, page_count: 3, total_count: 230 });
    runs.push(...data);
  }
  expect(new Set(runs.map((run) => run.id)).size).toBe(230);
  const times = runs.map((run) => (run.started_at ? Date.parse(run.started_at) : Number.POSITIVE_INFINITY));
  expect(times).toEqual(times.toSorted((one, other) => (one === other ? 0 : other - one)));
});

test("listing events returns the stored events in order, or backwards", async () => {
  const app = await startApp();
  const { data: run } = runResponseSchema.parse(await (await post(app, "/v1/runs", { input: { events: 98 } })).json());
  const read = async (query: string) =>
    eventPageSchema.parse(await (await get(app, `/v1/runs/${run.id}/events?${query}`)).json());
  const second = await read("page=2&page_size=40");
  expect(second.pagination).toEqual({ page: 2, page_size: 40, page_count: 3, total_count: 100 });
  expect(second.data.map((event) => event.sequence)).toEqual(Array.from({ length: 40 }, (_, index) => index + 41));
  expect((await read("sort=-sequence&page_size=2")).data.map((event) => event.sequence)).toEqual([100, 99]);
  expect((await read("sort=sequence")).data).toHaveLength(25);
  await expectRefusal(await get(app, `/v1/runs/${run.id}/events?sort=timestamp`), "sort");
});
