import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { storedEvents, storedEventsAt } from "#runs/live/storedEvents.ts";
import { failure, fakeApi } from "../../../support/fakeApi.ts";

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

test.each([
  [[1, 2, 3, 4, 5], 3, [3], [1, 1, 1]],
  // Two events are missing, so more than one would be at the place of the number.
  [[1, 4, 4, 4, 5], 4, [4, 4, 4], [1, 1, 1, 1, 1]],
  [[1, 2, 5], 4, [], [1, 200]],
])(
  "of the events %j, those with number %i are read alone, if they are where they should be",
  async (all, at, wanted, sizes) => {
    const asked: number[] = [];
    const paged = fakeApi({
      listEvents: async (_, { page = 1, page_size: size = 20 } = {}) => {
        asked.push(size);
        const data = all
          .slice((page - 1) * size, page * size)
          .map((sequence, index) => ({ ...event(sequence), id: `${(page - 1) * size + index}` }));
        const pagination = { page, page_size: size, page_count: Math.ceil(all.length / size), total_count: all.length };
        return { data, pagination };
      },
    });
    const found = await storedEventsAt(paged, "r1", at, at - 1, new AbortController().signal);
    expect(found.map(({ sequence }) => Math.floor(sequence))).toEqual(wanted);
    expect(new Set(found.map(({ sequence }) => sequence)).size).toBe(wanted.length);
    expect(asked).toEqual(sizes);
  },
);
