import { expect, test } from "vitest";
import { RunsSession, wholeRun } from "#runs/store/runsSession.ts";
import { aRun, fakeApi } from "../../../support/fakeApi.ts";

test("a run is read if the list has left out its input", async () => {
  const api = fakeApi({ getRun: async (id) => ({ ...aRun(id, "failed"), input: { ticket: 1 } }) });
  const session = new RunsSession("c", async () => api);
  session.store.upsert(aRun("r", "failed"));
  expect((await wholeRun(session, "r")).input).toEqual({ ticket: 1 });
  session.dispose();
});
