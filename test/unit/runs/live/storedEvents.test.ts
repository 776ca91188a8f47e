import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import { storedEvents } from "../../../../src/runs/live/storedEvents.ts";
import { failure, fakeApi } from "../fakeApi.ts";

const event = (sequence: number): RunEvent => ({ sequence, type: "run.data", data: {} });

/** Four pages of one event each, of which the third can't be read. */
const api = fakeApi({
  listEvents: async (_, { page = 1 } = {}) => {
    if (page === 3) throw failure("not-found");
    return { data: [event(page)], pagination: { page, page_size: 200, page_count: 4, total_count: 4 } };
  },
});

test("a page that fails while the reader uses an earlier one throws when its turn comes", async () => {
  const read: number[] = [];
  const unheard: unknown[] = [];
  const note = (error: unknown): void => void unheard.push(error);
  process.prependListener("unhandledRejection", note);
  try {
    const reading = async (): Promise<void> => {
      for await (const page of storedEvents(api, "r1", 0, new AbortController().signal)) {
        read.push(...page.map(({ sequence }) => sequence));
        for (let left = 3; left > 0; left--) await turn();
      }
    };
    await expect(reading()).rejects.toMatchObject({ kind: "not-found" });
  } finally {
    process.off("unhandledRejection", note);
  }
  expect(read).toEqual([1, 2]);
  expect(unheard).toEqual([]);
});
