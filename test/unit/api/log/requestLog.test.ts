import { expect, test } from "vitest";
import { requestLine } from "#api/log/requestLog.ts";

test("a request is logged with its endpoint, outcome, time, sizes and the server's id", () => {
  const entry = {
    method: "GET",
    path: "/v1/runs/8c2c8e2e-2f0a/events?page=2&page_size=200",
    status: 200,
    ms: 34.4,
    bytesSent: 0,
    bytesReceived: 4_301,
    requestId: "8f2c",
  };
  expect(requestLine(12, entry)).toBe(
    "#12 GET /v1/runs/{run_id}/events?page=2&page_size=200 200 in 34 ms, 0 B sent, 4.2 KiB received, request 8f2c",
  );
});

test("users, sessions and unknown query parameters stay out of it", () => {
  const path = "/v1/runs?status=failed&status=canceled&user_id=ada%40example.com&session_id=3d3e8a1f&new=ada";
  const line = requestLine(1, { method: "GET", path, error: "network", ms: 2, bytesSent: 0, bytesReceived: 0 });
  expect(line).toBe(
    "#1 GET /v1/runs?status=failed&status=canceled&user_id=…&session_id=…&new=… no response in 2 ms, 0 B sent, 0 B received, network",
  );
});
