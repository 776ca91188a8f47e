import { describe, expect, test } from "vitest";
import type { RunsClient } from "#api/client.ts";
import type { RequestLogEntry } from "#api/log/requestLog.ts";
import { connect } from "./clients.ts";
import { type ReceivedRequest, accessKey, json, serve } from "./servers.ts";

const run = {
  id: "run-1",
  status: "awaiting_input",
  brand_new_field: [1],
  input_requests: [{ id: "q", type: "new_type" }],
};

/** Makes one call against a server with one response. Returns the request, and the call's result. */
async function exchange<T>(
  status: number,
  answer: unknown,
  call: (client: RunsClient) => Promise<T>,
): Promise<{ sent: ReceivedRequest; value: T }> {
  await using server = await serve((_, response) => json(response, status, answer));
  await using connection = connect(server.url, { userAgent: "test/1" });
  const value = await call(connection.client);
  expect(server.requests).toHaveLength(1);
  const sent = server.requests[0] as ReceivedRequest;
  expect(sent.headers.authorization).toBe(`Bearer ${accessKey}`);
  expect(sent.headers["user-agent"]).toBe("test/1");
  return { sent, value };
}

const bodyOf = ({ body }: ReceivedRequest): unknown => JSON.parse(body.toString());

describe("each endpoint on the wire", () => {
  test("read the accounts that a user has not connected, which have no envelope", async () => {
    const answer = {
      status: "incomplete",
      unsatisfied: [{ id: "r1", type: "connection", form: null, brand_new: [1] }],
    };
    const { sent, value } = await exchange(200, answer, (client) => client.readRequirements("a b&c=d"));
    expect([sent.method, sent.url]).toEqual(["GET", "/v1/requirements/status?user_id=a+b%26c%3Dd"]);
    expect(value).toEqual(answer);
  });

  test("create the address of a Connect Page", async () => {
    const url = "https://app.getdynamiq.ai/connect?token=eyJhbGciOi";
    const { sent, value } = await exchange(200, { token: "eyJhbGciOi", url, expires_at: null }, (client) =>
      client.createConnectUrl("customer-7421"),
    );
    expect([sent.method, sent.url, bodyOf(sent)]).toEqual(["POST", "/v1/connect/tokens", { user_id: "customer-7421" }]);
    expect(value).toBe(url);
  });

  test("create a run in the background", async () => {
    const request = { input: { a: 1 }, user_id: "u", session_id: "s", file_ids: ["f1", "f2"] };
    const { sent, value } = await exchange(202, { data: run }, (client) =>
      client.createRun(request, { mode: "background" }),
    );
    expect([sent.method, sent.url, sent.headers["content-type"]]).toEqual(["POST", "/v1/runs", "application/json"]);
    expect(bodyOf(sent)).toEqual({ ...request, background: true });
    expect(sent.headers["content-length"]).toBe(String(sent.body.byteLength));
    expect(value).toEqual(run);
  });
});

test("a public app gets no authorization header", async () => {
  await using server = await serve((_, response) => json(response, 200, { data: run }));
  await using connection = connect(server.url, { accessKey: undefined });
  await connection.client.getRun("run-1");
  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
});

test("a log entry for each request, without its content", async () => {
  await using server = await serve(({ url }, response) =>
    url.includes("gone")
      ? json(response, 404, {})
      : json(response, 200, { data: run }, { "x-request-id": `id of ${accessKey}` }),
  );
  const entries: RequestLogEntry[] = [];
  await using connection = connect(server.url, { onRequest: (entry) => entries.push(entry) });
  await connection.client.createRun({ input: "secret input" }, { mode: "wait" });
  await connection.client.getRun("gone").catch(() => undefined);
  await connection.client.getRun("any", { signal: AbortSignal.abort() }).catch(() => undefined);
  const bytesReceived = JSON.stringify({ data: run }).length;
  const ms = expect.any(Number) as number;
  const get = { method: "GET", ms, bytesSent: 0 };
  const requestId = "id of •••";
  expect(entries).toEqual([
    { method: "POST", path: "/v1/runs", status: 200, ms, bytesSent: 24, bytesReceived, requestId },
    { ...get, path: "/v1/runs/gone", status: 404, bytesReceived: 2 },
    { ...get, path: "/v1/runs/any", error: "aborted", bytesReceived: 0 },
  ]);
});
