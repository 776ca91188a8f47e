import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RequestRate } from "../../../../src/api/log/requestRate.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a minute with requests is logged with their number, a minute without is not", async () => {
  const lines: string[] = [];
  const rate = new RequestRate((line) => lines.push(line));
  rate.note({ method: "GET", path: "/v1/runs/8c2c8e2e/events?page=2" });
  rate.note({ method: "GET", path: "/v1/runs?status=failed" });
  rate.note({ method: "GET", path: "/v1/runs" });
  await vi.advanceTimersByTimeAsync(59_999);
  expect(lines).toEqual([]);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(lines).toEqual(["3 requests in the last minute: 2 GET /v1/runs, 1 GET /v1/runs/{run_id}/events"]);
  rate.note({ method: "POST", path: "/v1/runs" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines[1]).toBe("1 request in the last minute: 1 POST /v1/runs");
  rate.note({ method: "GET", path: "/v1/runs" });
  rate.dispose();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(lines).toHaveLength(2);
});
