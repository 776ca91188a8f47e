import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { type KnownOfRun, rowTime, runAge, runRow } from "#workbench/explorer/vscode/items/runRow.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** A Wednesday, in local time like everything on the screen. */
const now = new Date(2026, 5, 10, 18, 0, 0).getTime();
const iso = (time: number): string => new Date(time).toISOString();

function run(status: string, started?: number, ended?: number, rest: Partial<Run> = {}): Run {
  return {
    id: "7f0e2b1c-2f0a-4f4e-9f4f-6e1a52f0a001",
    status,
    input: { title: "Ticket 48213" },
    started_at: started === undefined ? undefined : iso(started),
    ended_at: ended === undefined ? undefined : iso(ended),
    ...rest,
  };
}

function seen(each: Run, known: KnownOfRun = {}): string {
  const { label, description } = runRow(each, now, known);
  return `${label.replace(/[\s\u2005\u2007]+/g, " ").trim()} | ${description}`;
}

const asks = (prompt: string, rest: Partial<Run> = {}): Run =>
  run("awaiting_input", now - hour, undefined, {
    input_requests: [{ id: "q", type: "approval_request", prompt }],
    ...rest,
  });

describe("a run's row says its age, its title, and what happened", () => {
  test.each<[string, Run]>([
    ["Ticket 48213 | not started", run("created")],
    ["now Ticket 48213 | ", run("started", now - 6 * second)],
    ["9h Ticket 48213 | paused", run("paused", now - 9 * hour)],
    [
      "9h Ticket 48213 | paused until 18:30",
      run("paused", now - 9 * hour, undefined, { resume_at: iso(now + 30 * minute) }),
    ],
    ["1h Ticket 48213 | Approve issuing a $620 refund?", asks("Approve issuing a $620 refund?")],
    ["1m Ticket 48213 | category billing, refund 480", completed({ category: "billing", refund: 480 })],
    ["1m Ticket 48213 | We refund €5", completed("We refund €5")],
    ["5h Ticket 48213 | boom", run("failed", now - 5 * hour, now - 2 * hour, { error: "boom" })],
    ["1d Ticket 48213 | after 12 s", run("canceled", now - 30 * hour - 12 * second, now - 30 * hour)],
    ["1d Ticket 48213 | in under 1 s", run("canceled", now - 30 * hour, now - 30 * hour)],
    [
      "1d Ticket 48213 | after 12 s, process ended",
      run("canceled", now - 30 * hour - 12 * second, now - 30 * hour, {
        error: { type: "ProcessEnded", message: "No" },
      }),
    ],
    [
      "1d Ticket 48213 | after 12 s",
      run("canceled", now - 30 * hour - 12 * second, now - 30 * hour, { error: { type: "CanceledException" } }),
    ],
    ["1m Ticket 48213 | migrating", run("migrating", now - minute)],
  ])("%s", (words, each) => expect(seen(each)).toBe(words));

  function completed(output: unknown): Run {
    return run("completed", now - minute, now - second, { output });
  }

  test.each<[string, Run, number?]>([
    ["Failed, started 2 hours ago: Ticket 48213, boom", run("failed", now - 2 * hour, now - hour, { error: "boom" })],
    ["Completed just now: Ticket 48213, no output", run("completed", now, now)],
    ["Running for 14 minutes: Ticket 48213", run("started", now - 14 * minute)],
    ["Not started, created 1 minute ago: Ticket 48213, not started", run("created", now - minute)],
    ["Waiting for you for 4 minutes: Ticket 48213, Tone?", asks("Tone?"), now - 4 * minute],
    ["Waiting for you, started 1 hour ago: Ticket 48213, Tone?", asks("Tone?")],
  ])("read aloud: %s", (words, each, since) => expect(runRow(each, now, { since }).spoken).toBe(words));

  test("the age is a column: every title starts at the same place", () => {
    const ages = [now - 4 * minute, now - 22 * minute, now - 2 * hour, now - 100 * 24 * hour, undefined];
    const columns = ages.map((began) => runAge(run("started", began), now));
    expect(columns).toEqual(["\u20074m  ", "22m  ", "\u20072h\u2005  ", "14w  ", "\u2007\u2007\u2007\u2005  "]);
  });
});

describe("a local run of which nothing comes", () => {
  const counts = { nodes: 3, model_calls: 0, total_tokens: 0, cost_usd: 0 };
  const heard = (ago: number, status = "started"): Run =>
    run(status, now - hour, undefined, { trace: { ...counts, heard_at: iso(now - ago), title: "Ticket 48213" } });

  test("says so after a minute, and stays what it is", () => {
    expect(seen(heard(59 * second))).toBe("1h Ticket 48213 | ");
    expect(seen(heard(minute))).toBe("1h Ticket 48213 | no update for 1 min");
    expect(seen(heard(125 * minute))).toBe("1h Ticket 48213 | no update for 2 h 5 min");
    expect(runRow(heard(minute), now).spoken).toMatch(/^Running for 1 hour: .*no update for 1 min$/);
  });

  test("is drawn again when that changes, also while its age is the same", () => {
    const silent = { ...heard(minute), started_at: iso(now - 90 * minute) };
    expect(runAge(silent, now - second)).toBe(runAge(silent, now));
    expect(rowTime(silent, now - second)).not.toBe(rowTime(silent, now));
    expect(rowTime(silent, now)).toBe(rowTime(silent, now + 10 * second));
  });

  test("says nothing of it once it has ended", () => {
    expect(seen(heard(hour, "completed"))).toBe("1h Ticket 48213 | ");
  });
});
