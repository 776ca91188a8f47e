import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { type AfterConnection, type ReconnectPause, reconnecting } from "#api/stream/reconnecting.ts";

const failure = (kind: ApiError["kind"], retryAfter?: number) => new ApiError({ kind, message: "Failed.", retryAfter });

/** Connections that bring values and then end or break, one after another. */
function connections(all: [values: string[], end: AfterConnection | Error][]) {
  const pauses: ReconnectPause[] = [];
  const values: string[] = [];
  const over = reconnecting({
    async connect(moved) {
      const [brought, end] = all.shift() ?? [[], "over"];
      for (const value of brought) {
        moved();
        values.push(value);
      }
      if (end instanceof Error) throw end;
      return end;
    },
    pause: async (pause) => void pauses.push(pause),
    random: () => 1,
  });
  return { values, pauses, over };
}

test("each pause is longer, until something arrives", async () => {
  const error = failure("network");
  const { values, pauses, over } = connections([
    [["a"], error],
    [[], error],
    [[], "later"],
    [["b"], error],
    [["c"], "again"],
  ]);
  await over;
  expect(values).toEqual(["a", "b", "c"]);
  expect(pauses).toEqual([
    { attempt: 1, milliseconds: 500, error },
    { attempt: 2, milliseconds: 1_000, error },
    { attempt: 3, milliseconds: 2_000, error: undefined },
    { attempt: 1, milliseconds: 500, error },
  ]);
});
