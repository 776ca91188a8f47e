import { inspect } from "node:util";
import { afterEach, expect, test } from "vitest";
import type { ApiError } from "#api/errors.ts";
import { connect, failureOf } from "../clients.ts";
import { accessKey, json, serve, serveRaw } from "../servers.ts";

/** Every error of this file; the key must be in none of them, however it is printed. */
const seen: ApiError[] = [];
afterEach(() => {
  expect(seen.length).toBeGreaterThan(0);
  for (const error of seen.splice(0)) {
    const printed = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error) + String(error.stack);
    expect(printed).not.toContain(accessKey);
    expect(error.message).toMatch(/^\S.{9,}$/);
  }
});

async function getFrom(url: string, settings: Parameters<typeof connect>[1] = {}): Promise<ApiError> {
  await using connection = connect(url, settings);
  const error = await failureOf(connection.client.getRun("run-1"));
  seen.push(error);
  return error;
}

test.each([301, 302, 303, 307, 308])("redirects %i is not followed, and the key goes nowhere else", async (status) => {
  await using other = await serve((_, response) => json(response, 200, {}));
  const location = `${other.url}/v1/x?y`;
  await using server = await serve((_, response) => response.writeHead(status, { location }).end());
  const error = await getFrom(server.url);
  expect(error).toMatchObject({ kind: "protocol", status });
  expect(error.message).toContain(`${other.url} (`);
  expect(other.requests).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

test("redirects a create is not sent again to where a redirect points", async () => {
  await using server = await serve((_, response) => response.writeHead(307, { location: "/v1/runs" }).end());
  await using connection = connect(server.url);
  seen.push(await failureOf(connection.client.createRun({ input: 1 }, { mode: "wait" })));
  expect(seen[0]).toMatchObject({ kind: "protocol", status: 307, outcomeUnknown: false });
  expect(server.requests).toHaveLength(1);
});

test.each([
  ["", "is empty"],
  ['{"data":{"id":7,"status":"completed"}}', "data.id: expected string, received number"],
])("responses that don't match the API %j", async (body, words) => {
  await using server = await serve((_, response) => response.end(body));
  const error = await getFrom(server.url);
  expect(error).toMatchObject({ kind: "protocol", status: 200 });
  expect(error.message).toContain(`GET /v1/runs/run-1`);
  expect(error.message).toContain(words);
});

test("responses that don't match the API a compressed body", async () => {
  await using server = await serve((_, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end("\x1f"),
  );
  expect((await getFrom(server.url)).message).toContain("is compressed (gzip)");
});

test("responses that don't match the API endless headers", async () => {
  await using server = await serveRaw((socket) =>
    socket.on("data", () => socket.write(`HTTP/1.1 200 OK\r\nx-long: ${"a".repeat(100_000)}`)),
  );
  const error = await getFrom(server.url);
  expect(error).toMatchObject({ kind: "protocol" });
  expect(error.message).toContain("over 16 KiB of headers");
});

test("the caller's abort close() ends requests in progress and refuses later ones", async () => {
  await using server = await serve(() => void client.close());
  const { client } = connect(server.url);
  const underWay = failureOf(client.getRun("run-1"));
  seen.push(await underWay, await failureOf(client.listRuns()), await failureOf(client.cancelRun("x")));
  expect(seen.map(({ kind, outcomeUnknown }) => [kind, outcomeUnknown])).toEqual(
    Array.from({ length: 3 }, () => ["aborted", false]),
  );
  expect(server.requests).toHaveLength(1);
});

test.each(["", ".."])("the caller's abort an id that leads to another path is refused: %j", async (id) => {
  await using server = await serve((_, response) => json(response, 200, {}));
  await using connection = connect(server.url);
  seen.push(await failureOf(connection.client.cancelRun(id)));
  expect(seen[0]?.kind).toBe("invalid");
  expect(server.requests).toEqual([]);
});
