import { expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { type RequestLogEntry, requestLine } from "#api/log/requestLog.ts";
import { explainError } from "#host/errors/explainError.ts";
import { startApp } from "../sample/client.ts";
import { connect, failureOf } from "./clients.ts";
import { json, serve } from "./servers.ts";

const token = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0";

test("a user links an account on the app's page, and the log contains neither token nor user", async () => {
  const app = await startApp();
  const log: RequestLogEntry[] = [];
  const client = new RunsClient({ baseUrl: app.url, accessKey: app.accessKey, onRequest: (entry) => log.push(entry) });
  const { unsatisfied = [] } = await client.readRequirements("new-team-12");
  expect(unsatisfied).toMatchObject([{ form: { title: "Gmail" } }, { form: { title: "CRM key" } }]);
  expect(await client.readRequirements("customer-7421")).toEqual({ status: "complete", unsatisfied: [] });
  const url = await client.createConnectUrl("new-team-12");
  expect((await client.readRequirements("new-team-12")).unsatisfied).toHaveLength(2);
  const page = await fetch(url);
  expect([page.status, await page.text()]).toEqual([
    200,
    expect.stringContaining("Gmail and CRM key connected for new-team-12"),
  ]);
  expect(await client.readRequirements("new-team-12")).toEqual({ status: "complete", unsatisfied: [] });
  expect((await client.readRequirements("new-team-13")).unsatisfied).toHaveLength(2);
  const lines = JSON.stringify(log) + log.map((entry, index) => requestLine(index, entry)).join("\n");
  expect(lines).not.toContain(new URL(url).searchParams.get("token"));
  expect(log.map((entry, index) => requestLine(index, entry)).join("\n")).not.toMatch(/new-team|customer-7421/);
  await client.close();
});

test.each([
  `http://app.getdynamiq.ai/connect?token=${token}`,
  `javascript:alert("${token}")`,
  `https://app.getdynamiq.ai@elsewhere.test/connect?token=${token}`,
  `command:workbench.action.quit?${token}`,
  token,
])("an address like %s isn't opened, and no error repeats it", async (url) => {
  await using server = await serve((_, response) => json(response, 200, { token, url }));
  await using connection = connect(server.url);
  const error = await failureOf(connection.client.createConnectUrl("u"));
  expect(error.kind).toBe("protocol");
  expect(explainError(error).message).not.toContain(token);
  expect(JSON.stringify([error, error.cause, error.stack])).not.toContain(token);
});
