import { expect, test } from "vitest";
import type { CompareRows, RowBody } from "#features/compare/page/compareViews.ts";
import type { CompareHostMessage } from "#features/compare/page/messages.ts";
import type { ComparePresenter } from "#features/compare/vscode/comparePresenter.ts";
import { call, compareRuns, completed, eventsOf, ids, type Lines, said, started } from "./comparedStories.ts";

type MessageOf<Type extends CompareHostMessage["type"]> = Extract<CompareHostMessage, { type: Type }>;

function the<Type extends CompareHostMessage["type"]>(messages: ReturnType<ComparePresenter["whole"]>, type: Type) {
  const found = (messages as CompareHostMessage[]).find((message): message is MessageOf<Type> => message.type === type);
  if (!found) throw new Error(`No ${type}, but ${messages.map((message) => message.type).join(", ")}`);
  return found;
}

const policy = (region: string, limit: number): Lines => call("get_policy", { region }, { limit });
const orders = call("search_orders", { customer: "customer-7421" }, { orders: 3 });
const runA: Lines = [...started, ...orders, ...policy("US", 500), ...said("Above **$500**."), ...completed];
const runB: Lines = [...started, ...orders, ...policy("EU", 1_000), ...said("Above $1,000."), ...completed];

async function whenRead({ presenter, a, b }: ReturnType<typeof compareRuns>): Promise<ComparePresenter> {
  await expect.poll(() => [a.watch.state.kind, b.watch.state.kind]).toEqual(["ended", "ended"]);
  return presenter;
}

const letters = { equal: "=", changed: "~", onlyA: "-", onlyB: "+", movedA: "<", movedB: ">" };
const kindsOf = (rows: CompareRows): string => rows.map(({ kind }) => letters[kind]).join("");

/** A line of which the middle differs. */
const marked = (before: string, differs: string, after: string) =>
  [before, differs, after].map((text) => [text, text === differs]);

test("the first difference is told in the header, with the counts and the time", async () => {
  const presenter = await whenRead(compareRuns(runA, runB));
  const { view } = the(presenter.whole(), "view");
  expect(view).toMatchObject({
    title: "Charged twice",
    headline: "First difference at step 3",
    first: { row: 3, text: "step 3, different arguments and different result" },
    counts: { changed: 2, onlyA: 0, onlyB: 0, moved: 0 },
    connections: [{ name: "Support Triage", production: false }],
    live: { word: "Both ended", going: false },
  });
  expect(JSON.parse(view.heads.a.menu ?? "")).toMatchObject({ webviewSection: "dynamiqRun", runId: ids.a });
  const sentence = "get_policy: region US → EU. 2 differences between runs of 5 steps.";
  expect(view.sentence.map(({ text }) => text).join("")).toBe(sentence);
});

test("another reply is a difference, and its row holds both outputs", async () => {
  const outputs = { a: { reply: "We refund $480." }, b: { reply: "We refund $620." } };
  const messages = (await whenRead(compareRuns(runA, runA, { outputs }))).whole();
  const { view } = the(messages, "view");
  expect(view).toMatchObject({
    headline: "First difference in the output",
    first: { row: 6, text: "different output" },
    counts: { changed: 1 },
  });
  const sentence = "output: reply We refund $480. → We refund $620. 1 difference between runs of 5 steps.";
  expect(view.sentence.map(({ text }) => text).join("")).toBe(sentence);
  const { rows, bodies } = the(messages, "rows");
  expect([kindsOf(rows), rows.at(-1)?.a, rows.at(-1)?.b]).toEqual(["======~", 0, 0]);
  const row = (at: number) => bodies.find(([each]) => each === at)?.[1];
  expect(row(6)).toMatchObject({ name: "output", a: { name: "Output" }, b: { name: "Output" } });
  expect(row(6)?.a?.blocks?.map(({ label }) => label)).toEqual(["Output"]);
  expect(row(0)).toMatchObject({ name: "input", a: { name: "Input", summary: '{"ticket_subject":"Charged twice"}' } });
});

test("a row holds both steps, with the changed lines of arguments and result marked", async () => {
  const presenter = await whenRead(compareRuns(runA, runB));
  const rows = the(presenter.whole(), "rows");
  const [, body] = rows.bodies.find(([row]) => row === 3)!;
  expect(body).toMatchObject({ name: "get_policy", changes: "region US → EU", time: { text: "0 ms", large: false } });
  const region = (value: string) => ({ differs: true, pieces: marked('  "region": "', value, '"') });
  expect(body.a?.blocks?.map(({ label }) => label)).toEqual(["Input", "Result"]);
  expect(body.a?.blocks?.[0]?.lines).toContainEqual(region("US"));
  expect(body.b?.blocks?.[0]?.lines).toContainEqual(region("EU"));
  expect(body.a).toMatchObject({ icon: "tool", name: "get_policy", summary: "US → 500", duration: "1.0 s" });
});

test("what only one run has, and what moved, has its side alone, and the moved rows know each other", async () => {
  const ledger = call("read_ledger", { charge: "ch_1" }, { state: "settled" });
  const note = call("add_note", { ticket: 48213 }, "saved");
  const other = [...call("match_payments", { order: 1 }, "duplicate"), ...call("check_limit", { of: 620 }, "within")];
  const a: Lines = [...started, ...ledger, ...orders, ...other, ...note, ...completed];
  const b: Lines = [...started, ...orders, ...other, ...ledger, ...completed];
  const presenter = await whenRead(compareRuns(a, b));
  const { rows, bodies } = the(presenter.whole(), "rows");
  expect(kindsOf(rows)).toBe("==<===->=");
  expect(rows.map((row) => row.a)).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 7]);
  expect(rows.map((row) => row.b)).toEqual([0, 1, 0, 2, 3, 4, 0, 5, 6]);
  expect(rows.flatMap(({ partner }) => partner ?? [])).toEqual([7, 2]);
  const at = (row: number) => bodies.find(([each]) => each === row)![1];
  expect(at(2)).toMatchObject({ name: "read_ledger", a: { name: "read_ledger" } });
  expect([at(2).b, at(2).time, at(7).a, at(6).b]).toEqual([undefined, undefined, undefined, undefined]);
  expect(at(6)).toMatchObject({ time: { text: "−1.0 s", large: true }, changes: "only in A" });
});

test("what moved and changed says both, in the headline, the chips, the marks and its cells", async () => {
  const ledger = (state: string): Lines => call("read_ledger", { charge: "ch_1" }, state);
  const other = [...orders, ...call("match_payments", { order: 1 }, "duplicate")];
  const a: Lines = [...started, ...ledger("settled"), ...other, ...completed];
  const b: Lines = [...started, ...other, ...ledger("open"), ...completed];
  const messages = (await whenRead(compareRuns(a, b))).whole();
  const { view } = the(messages, "view");
  expect(view).toMatchObject({
    headline: "First difference at step 2",
    first: { text: "step 2 of A is step 4 of B, different result" },
    counts: { changed: 1, onlyA: 0, onlyB: 0, moved: 1 },
  });
  expect(view.sentence.map(({ text }) => text).join("")).toBe(
    "read_ledger: moved from step 2 of A to step 4 of B, result settled → open. 1 difference between runs of 5 steps.",
  );
  const { rows, bodies } = the(messages, "rows");
  expect(rows.flatMap(({ kind, changed }) => (changed ? [kind] : []))).toEqual(["movedA", "movedB"]);
  const [ofA, ofB] = [2, 5].map((row) => bodies.find(([each]) => each === row)![1]) as [RowBody, RowBody];
  expect([ofA.a?.blocks?.[0]?.label, ofB.b?.blocks?.[0]?.label]).toEqual(["Result", "Result"]);
});

test("what stands in rows is told for the newest rows alone", async () => {
  const presenter = await whenRead(compareRuns(runA, runB));
  const { version } = the(presenter.whole(), "rows");
  expect(presenter.bodies(version, [1, 99])).toMatchObject({ version, bodies: [[1, { name: "run started" }]] });
  expect(presenter.bodies(version - 1, [0])).toBeUndefined();
});

test("a run that goes on is compared as it is, anew when a person wants it, and once it has ended", async () => {
  const { presenter, a, b } = compareRuns(runA, runA.slice(0, 3), { live: ["b"] });
  await expect.poll(() => [a.watch.state.kind, b.watch.runStory.story.length]).toEqual(["ended", 2]);
  const messages = presenter.whole();
  expect(the(messages, "view").view).toMatchObject({
    headline: "First difference at step 3",
    live: { word: "B hasn't ended", going: true, changed: false },
  });
  expect(the(messages, "view").view.times).toBeUndefined();
  expect(kindsOf(the(messages, "rows").rows)).toBe("===---");
  b.stream.push(...eventsOf(runB.slice(3, 5), 3));
  await expect.poll(() => b.watch.runStory.story.length).toBe(3);
  const [view, ...others] = presenter.update();
  expect([view, others]).toMatchObject([{ type: "view", view: { live: { changed: true } } }, []]);
  const refreshed = presenter.refresh();
  expect([the(refreshed, "rows").version, kindsOf(the(refreshed, "rows").rows)]).toEqual([2, "===~--"]);
  expect(the(refreshed, "view").view.live.changed).toBe(false);
  b.run = { ...b.run, status: "completed" };
  b.stream.push(...eventsOf(runB.slice(5), 5));
  b.stream.end();
  await expect.poll(() => b.watch.state.kind).toBe("ended");
  expect(kindsOf(the(presenter.update(), "rows").rows)).toBe("===~~=");
  b.watch.dispose();
});

test("until both runs are read the panel says which is missing", () => {
  const { presenter } = compareRuns(runA, runB);
  const title = `Run ${ids.a.slice(0, 8)} ↔ Run ${ids.b.slice(0, 8)}`;
  const text = "the events of A and B";
  expect(presenter.whole()).toMatchObject([{ type: "pageLoading", loading: { head: { title, text } } }]);
});
