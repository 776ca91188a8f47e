import { expect, test } from "vitest";
import type { InputRequest } from "#api/schemas.ts";
import { type DatedRequest, QueueRows } from "#features/waitingQueue/core/queueRows.ts";

function asked(runId: string, since: number | undefined, params: object = { amount: 1 }): DatedRequest {
  const request = { id: "approve", type: "approval_request", prompt: "Refund?", params } as InputRequest;
  return { connectionId: "app", run: { id: runId, status: "awaiting_input" }, request, since };
}

const idsOf = (rows: QueueRows): string[][] => rows.groups.map((group) => group.rows.map(({ run }) => run.id));

test("what is new comes to the end of its group, however old it is", () => {
  const rows = new QueueRows();
  rows.take([asked("b", 2), asked("c", 3), asked("other", 1, { to: "x" })]);
  rows.arrange(() => true);
  expect(idsOf(rows)).toEqual([["other"], ["b", "c"]]);
  rows.take([asked("a", 0), asked("b", 2), asked("c", 3), asked("other", 1, { to: "x" })]);
  expect(idsOf(rows)).toEqual([["other"], ["b", "c", "a"]]);
  rows.arrange(() => true);
  expect(idsOf(rows)).toEqual([["a", "b", "c"], ["other"]]);
});

test("what isn't listed any more stays in its place until the list is arranged anew", () => {
  const rows = new QueueRows();
  rows.take([asked("a", 1), asked("b", 2), asked("c", undefined)]);
  rows.take([asked("a", 1), asked("c", undefined)]);
  expect(rows.all.map(({ run, isListed }) => [run.id, isListed])).toEqual([
    ["a", true],
    ["b", false],
    ["c", true],
  ]);
  rows.arrange(({ isListed }) => isListed);
  expect(idsOf(rows)).toEqual([["a", "c"]]);
});

test("a time that becomes known moves nothing", () => {
  const rows = new QueueRows();
  rows.take([asked("a", undefined), asked("b", 2)]);
  rows.take([asked("a", 3), asked("b", 2)]);
  expect(rows.all.map(({ run, since }) => [run.id, since])).toEqual([
    ["a", 3],
    ["b", 2],
  ]);
});
