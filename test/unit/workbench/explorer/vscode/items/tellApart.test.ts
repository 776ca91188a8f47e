import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { type KnownOfRun, runRow } from "#workbench/explorer/vscode/items/runRow.ts";
import { tellApart } from "#workbench/explorer/vscode/items/tellApart.ts";

const hour = 3_600_000;
const now = new Date(2026, 5, 10, 18, 0, 0).getTime();

function failed(id: string, rest: Partial<Run> = {}, hours = 1): Run {
  const started_at = new Date(now - hours * hour).toISOString();
  return { id, status: "failed", error: "boom", input: { title: "Ticket 48213" }, started_at, ...rest };
}

function rowsOf(runs: readonly Run[], known: (run: Run) => KnownOfRun = () => ({})): string[] {
  const apart = tellApart(runs, now, known);
  return runs.map((run) => {
    const { label, description } = runRow(run, now, { ...known(run), apart: apart.get(run.id) });
    return `${label.replace(/[\s\u2005\u2007]+/g, " ").trim()} | ${description}`;
  });
}

test("a row says its title first, then the user that differs, and last the id of those of one user", () => {
  const runs = [
    failed("eeeeeeee-1", { user_id: "customer-3" }, 2),
    failed("aaaaaaaa-1", { user_id: "customer-1" }),
    failed("bbbbbbbb-1", { user_id: "customer-2" }),
    failed("cccccccc-1", { user_id: "customer-2" }),
    failed("dddddddd-1", { error: "other", user_id: "customer-2" }),
  ];
  expect(rowsOf(runs)).toEqual([
    "2h Ticket 48213 · customer-3 | boom",
    "1h Ticket 48213 · customer-1 | boom",
    "1h Ticket 48213 · customer-2 · bbbbbbbb | boom",
    "1h Ticket 48213 · customer-2 · cccccccc | boom",
    "1h Ticket 48213 | other",
  ]);
});

test("those of one user don't name it, and those of other ages need nothing more", () => {
  const runs = [1, 1, 2].map((hours, at) => failed(`${at}aaaaaaa-1`, { user_id: "customer-2" }, hours));
  expect(rowsOf(runs)).toEqual([
    "1h Ticket 48213 · 0aaaaaaa | boom",
    "1h Ticket 48213 · 1aaaaaaa | boom",
    "2h Ticket 48213 | boom",
  ]);
});

test("facts that begin alike tell no rows apart: a view has no room for their ends", () => {
  const runs = [1, 2].map((n) => failed(`${n}aaaaaaa`, { error: `The payment gateway didn't answer call ${n}` }));
  expect(rowsOf(runs)[1]).toBe("1h Ticket 48213 · 2aaaaaaa | The payment gateway didn't answer call 2");
});

test("a value of the input that differs is said before the id, and makes it needless", () => {
  const runs = [480, 620, 620].map((amount, at) =>
    failed(`${at}aaaaaaa-1`, { input: { title: "forever", currency: "EUR", refund: { amount } } }),
  );
  expect(rowsOf(runs.slice(0, 2))).toEqual(["1h forever · amount 480 | boom", "1h forever · amount 620 | boom"]);
  expect(rowsOf(runs)).toEqual([
    "1h forever · amount 480 | boom",
    "1h forever · amount 620 · 1aaaaaaa | boom",
    "1h forever · amount 620 · 2aaaaaaa | boom",
  ]);
});

test("runs of a batch say their lines, which name its file", () => {
  const runs = [failed("aaaaaaaa-1"), failed("bbbbbbbb-1"), failed("cccccccc-1")];
  const known = ({ id }: Run): KnownOfRun =>
    id.startsWith("c") ? {} : { batch: "Refunds", line: `sixty.jsonl:${id.startsWith("a") ? 7 : 17}` };
  expect(rowsOf(runs, known)).toEqual([
    "1h Ticket 48213 · sixty.jsonl:7 | boom",
    "1h Ticket 48213 · sixty.jsonl:17 | boom",
    "1h Ticket 48213 | boom",
  ]);
  expect(rowsOf([failed("a", { user_id: "ann" }), failed("b", { user_id: "ann" }), failed("c")], known)).toEqual([
    "1h Ticket 48213 · ann · sixty.jsonl:7 | boom",
    "1h Ticket 48213 · ann · sixty.jsonl:17 | boom",
    "1h Ticket 48213 | boom",
  ]);
});

test("the beginning and the end of a long user, and the beginning of a long title, leave room for each other", () => {
  const input = { title: "Refund for a cancelled workshop in Lisbon in June" };
  const runs = [1, 2].map((n) => failed(`${n}`, { input, user_id: `org-northwind-emea-customer-071${n}` }));
  expect(rowsOf(runs)[1]).toBe("1h Refund for a cancelled workshop… · org-north…tomer-0712 | boom");
});

test("read aloud, a row says the whole user", () => {
  const runs = [1, 2].map((n) => failed(`${n}`, { user_id: `org-northwind-emea-customer-071${n}` }));
  const apart = tellApart(runs, now, () => ({})).get("2");
  expect(runRow(runs[1]!, now, { apart }).spoken).toBe(
    "Failed, started 1 hour ago: Ticket 48213, org-northwind-emea-customer-0712, boom",
  );
});

test("a row whose title is the id doesn't repeat it", () => {
  const runs = [1, 2].map((n) => failed(`aaaaaaaa-${n}`, { input: {} }));
  expect(rowsOf(runs)).toEqual(["1h Run aaaaaaaa | boom", "1h Run aaaaaaaa | boom"]);
});
