import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";
import type { SampleApp } from "../../../support/sample/testApp.ts";
import { eventually, get, post, readRun, startApp } from "../client.ts";

interface RunPage {
  data: Run[];
  pagination: { total_count: number };
}

/** The first page of a list. */
async function listRuns(app: SampleApp, query: Record<string, string>): Promise<RunPage> {
  return (await (await get(app, `/v1/runs?${new URLSearchParams(query)}`)).json()) as RunPage;
}

test("a past conversation waits in its third turn, and goes on after the answer", async () => {
  const app = await startApp({ pastRuns: 60 });
  const [newest] = (await listRuns(app, { user_id: "customer-4411" })).data;
  const session_id = newest?.session_id ?? "";
  const { data } = await listRuns(app, { user_id: "customer-4411", session_id, sort: "started_at" });
  expect(data.at(-1)?.id).toBe(newest?.id);
  expect(conversationOf(data).map(({ run, message, answer }) => [run.status, message, answer])).toEqual([
    ["completed", "Hi, my name is Lena and my order is 4411.", "Hello Lena, how can I help with order **4411**?"],
    ["completed", "Where is my order?", "Your order is **4411**. It is on its way."],
    ["awaiting_input", "It arrived damaged, I want a refund.", undefined],
  ]);
  const [request] = newest?.input_requests ?? [];
  const answer = { type: "approval", data: { request_id: request?.id, approved: true } };
  expect((await post(app, `/v1/runs/${newest?.id}/input`, answer)).status).toBe(200);
  const read = async () => readRun(await get(app, `/v1/runs/${newest?.id}`));
  await eventually(async () => (await read()).output).toMatchObject({
    output: "I have refunded €49 for order **4411**.",
  });

  const next = { user_id: "customer-4411", session_id, input: { play: "chat", input: "What is my name?" } };
  expect((await readRun(await post(app, "/v1/runs", next))).output).toMatchObject({ output: "You are Lena." });
});
