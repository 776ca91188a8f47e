import { expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { RequirementChecks } from "#runs/requirements/requirementChecks.ts";
import type { SampleApp } from "../../../support/sample/testApp.ts";
import { connect } from "../../api/clients.ts";
import { json, serve } from "../../api/servers.ts";
import { startApp } from "../../sample/client.ts";

const questions = ({ requests }: SampleApp): number =>
  requests.filter(({ path }) => path.startsWith("/v1/requirements/status")).length;

/** The runs of an app, as far as its requirements go. */
function runsOf(app: SampleApp) {
  const client = new RunsClient({ baseUrl: app.url, accessKey: app.accessKey });
  return { client, api: async () => client };
}

test("an app that returns 404 is asked once, also by many users at once, and another connection for itself", async () => {
  const app = await startApp({ requirements: false });
  const [runs, moved] = [runsOf(app), runsOf(app)];
  const checks = new RequirementChecks();
  const all = await Promise.all(Array.from("abcdefgh").map((userId) => checks.check(runs, userId)));
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["fine"]));
  expect(await checks.checkAll(runs, ["i", "j"], { concurrency: 4 })).toEqual({ missing: [] });
  expect(questions(app)).toBe(1);
  await checks.check(moved, "a");
  expect(questions(app)).toBe(2);
  await Promise.all([runs.client.close(), moved.client.close()]);
});

test("a batch checks each user once, a few at a time, in order", async () => {
  const app = await startApp();
  const runs = runsOf(app);
  const users = Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? `new-${n % 20}` : `customer-${n % 20}`));
  let steps = 0;
  const { missing, error } = await new RequirementChecks().checkAll(runs, users, {
    concurrency: 4,
    onStep: () => void steps++,
  });
  const distinct = [...new Set(users)];
  expect(missing.map(({ userId }) => userId)).toEqual(distinct.filter((user) => user.startsWith("new-")));
  expect([error, questions(app), steps]).toEqual([undefined, distinct.length, distinct.length]);
  await runs.client.close();
});

test.each([
  [401, "auth"],
  [500, "server"],
])(
  "an app that returns %i is unknown and not asked for the rest of a batch, and asked again later",
  async (status, kind) => {
    let answers = status;
    await using server = await serve((_, response) =>
      json(response, answers, answers === 200 ? { unsatisfied: ["gmail"] } : {}),
    );
    await using connection = connect(server.url);
    const runs = { api: async () => connection.client };
    const checks = new RequirementChecks();
    const { missing, error } = await checks.checkAll(runs, ["a", "b", "c", "d"], { concurrency: 1 });
    expect([missing, error?.kind]).toEqual([[], kind]);
    // Reads are repeated when they fail in passing; what counts is that nobody asked for another user.
    const urls = server.requests.map(({ url }) => url);
    expect(new Set(urls)).toEqual(new Set(["/v1/requirements", "/v1/requirements/status?user_id=a"]));
    answers = 200;
    expect((await checks.check(runs, "b")).kind).toBe("missing");
  },
);

test.each([
  { requirements: [], total: 4 },
  { data: [], pagination: { page: 1, page_size: 25, page_count: 3, total_count: 60 } },
  { data: [], has_more: true },
  { data: [1], requirements: [] },
])("an empty list that may not be all doesn't say that the app needs nothing: %j", async (list) => {
  await using server = await serve((request, response) =>
    json(response, 200, request.url === "/v1/requirements" ? list : { unsatisfied: ["gmail"] }),
  );
  await using connection = connect(server.url);
  const runs = { api: async () => connection.client };
  const { missing } = await new RequirementChecks().checkAll(runs, ["a", "b"], { concurrency: 1 });
  expect(missing.map(({ userId }) => userId)).toEqual(["a", "b"]);
});
