import { expect, test } from "vitest";
import { AppRuns } from "#cli/app/appRuns.ts";
import { findCreated } from "#runs/create/unconfirmedCreates.ts";
import { aRun, FakeRuns } from "../../../support/fakeApi.ts";

const input = { ticket_subject: "Charged twice" };
const put = (runs: FakeRuns, id: string): void => runs.put({ ...aRun(id, "completed", Date.now()), input });

test("an equal run of a minute ago isn't taken for one whose response was lost", async () => {
  const runs = new FakeRuns();
  put(runs, "before");
  const app = new AppRuns("https://app.example.com", runs.api);
  await app.learn(new AbortController().signal);
  const sent = app.creates.begin({ input });
  const look = async (): Promise<string[]> => (await findCreated(runs.api, sent)).sure.map(({ id }) => id);
  expect(await look()).toEqual([]);
  put(runs, "own");
  expect(await look()).toEqual(["own"]);
});
