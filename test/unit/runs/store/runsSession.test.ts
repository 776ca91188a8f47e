import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { RunsSession } from "#runs/store/runsSession.ts";
import { fakeApi } from "../../../support/fakeApi.ts";

test("a run that the app itself doesn't know is lost, and one that a proxy doesn't isn't", async () => {
  const lost: string[] = [];
  const codes: Record<string, string | undefined> = { deleted: "not_found", hidden: undefined };
  const api = fakeApi({
    getRun: (id) =>
      Promise.reject(
        new ApiError({
          kind: "not-found",
          message: "Not found.",
          code: codes[id],
        }),
      ),
  });
  const session = new RunsSession("app", () => Promise.resolve(api));
  session.onDidLose((id) => lost.push(id));
  for (const id of Object.keys(codes)) {
    const watch = session.watcher.watch(id);
    await expect.poll(() => watch.state.kind).toBe("failed");
  }
  expect(lost).toEqual(["deleted"]);
  session.dispose();
});
