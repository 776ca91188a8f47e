import { beforeEach, expect, test } from "vitest";
import { createRedraws, type Redraws } from "#host/redraws.ts";

/** What VS Code was told, and the end of the redraw that it is at. */
let told: (string[] | undefined)[];
let end: () => void;
let redraws: Redraws<string>;

beforeEach(() => {
  told = [];
  redraws = createRedraws<string>({
    tell: (rows) => told.push(rows),
    drawn: () => new Promise((resolve) => (end = resolve)),
  });
});

/** Lets everything go on that waits for nothing else. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await rest();
  return settled;
}

test("the rows that change in one moment are drawn together, and what changes meanwhile is drawn afterwards", async () => {
  redraws.fire("a");
  redraws.fire("b");
  redraws.fire("a");
  await rest();
  expect(told).toEqual([["a", "b"]]);
  redraws.fire("c");
  redraws.fire(undefined);
  await rest();
  expect(told).toHaveLength(1);
  end();
  await rest();
  expect(told).toEqual([["a", "b"], undefined]);
});

test("a pause waits for the redraw and keeps what changes until it has ended", async () => {
  redraws.fire("a");
  await rest();
  const paused = redraws.pause();
  expect(await isSettled(paused)).toBe(false);
  end();
  expect(await isSettled(paused)).toBe(true);
  redraws.fire("b");
  redraws.fire("c");
  await rest();
  expect(told).toEqual([["a"]]);
  redraws.resume();
  await rest();
  expect(told).toEqual([["a"], ["b", "c"]]);
});

test("nothing is drawn before the last of several pauses has ended", async () => {
  await redraws.pause();
  await redraws.pause();
  redraws.fire("a");
  redraws.resume();
  await rest();
  expect(told).toEqual([]);
  redraws.resume();
  await rest();
  expect(told).toEqual([["a"]]);
  end();
  await rest();
  // One more changes nothing.
  redraws.resume();
  await redraws.pause();
  redraws.fire("b");
  await rest();
  expect(told).toHaveLength(1);
});

test.each(["before", "after"])("a pause doesn't wait for rows that VS Code has asked for %s it", async (when) => {
  redraws.fire(undefined);
  await rest();
  const { promise: rows, resolve: read } = Promise.withResolvers<string[]>();
  const early = when === "before" ? redraws.give(rows) : undefined;
  const paused = redraws.pause();
  const given = early ?? redraws.give(rows);
  expect(await isSettled(paused)).toBe(true);
  read(["a"]);
  // VS Code would draw them and take the focus.
  expect(await isSettled(given)).toBe(false);
  redraws.resume();
  expect(await given).toEqual(["a"]);
});
