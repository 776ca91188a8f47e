import type { IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import { mcpPath, refusal } from "#features/agents/core/mcp/httpServer.ts";

const guard = { authority: "127.0.0.1:49152", token: "t".repeat(43) };
const own: IncomingHttpHeaders = { host: guard.authority, authorization: `Bearer ${guard.token}` };
const statusOf = (headers: IncomingHttpHeaders, path: string | undefined = mcpPath): number | undefined =>
  refusal(guard, { ...own, ...headers }, path)?.status;

test("an agent with the token is served", () => {
  expect(statusOf({})).toBeUndefined();
  expect(statusOf({ origin: "http://127.0.0.1:49152" })).toBeUndefined();
});

test.each(["localhost:49152", "127.0.0.1", "127.0.0.1:49153", "evil.example:49152", "[::1]:49152", undefined])(
  "a request to host %s is refused",
  (host) => {
    expect(statusOf({ host })).toBe(403);
  },
);

test.each(["https://evil.example", "null", "", "http://localhost:49152", "http://127.0.0.1:49152/"])(
  "a request from the origin %j is refused",
  (origin) => {
    expect(statusOf({ origin })).toBe(403);
  },
);

test("a request without the right token is refused, also at other paths", () => {
  for (const authorization of [undefined, "", "Bearer ", `bearer ${guard.token}`, `Bearer ${guard.token} `])
    expect(statusOf({ authorization }, "/other")).toBe(401);
});

test("another path has nothing", () => {
  for (const path of ["/", "/mcp/", "/mcp?x", undefined]) expect(statusOf({}, path ?? "")).toBe(404);
});
