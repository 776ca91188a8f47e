import type { CompareRow, CompareView, RowBody, RowKind, StepCell } from "#features/compare/page/compareViews.ts";
import type { CompareHostMessage, NumberedBodies } from "#features/compare/page/messages.ts";

/** @param differs a value of its input, which is another one in the other run */
function called(name: string, duration: string, differs?: string): StepCell {
  const pieces = [['  "region": "', false] as const, [differs ?? "", true] as const, ['"', false] as const];
  const blocks =
    differs === undefined ? undefined : [{ label: "Input", json: true as const, lines: [{ pieces, differs: true }] }];
  return { icon: "tool", name, summary: `${name} → ok`, duration, blocks };
}

const answered = (amount: string): StepCell => ({
  icon: "text",
  text: [["We refund ", false] as const, [amount, true] as const],
  duration: "2.0 s",
});

/** What stands in the rows that differ, by row. */
const written: Readonly<Record<number, RowBody>> = {
  5: {
    name: "get_policy",
    changes: "region US → EU, limit_usd 500 → 1000",
    time: { text: "+6 ms", large: false },
    a: called("get_policy", "96 ms", "US"),
    b: called("get_policy", "102 ms", "EU"),
  },
  7: { name: "check_limit", b: called("check_limit", "212 ms") },
  9: { name: "read_ledger", a: called("read_ledger", "640 ms", "US") },
  10: {
    name: "approval request",
    a: { icon: "request", text: [["Asked for approval", false]], duration: "4 min 2 s" },
  },
  12: { name: "read_ledger", b: called("read_ledger", "655 ms", "EU") },
  36: { name: "add_note", b: called("add_note", "180 ms") },
  40: { name: "answer", changes: "$480 → $620", a: answered("$480"), b: answered("$620") },
};

/** What stands in a row; a call that both runs made unless it differs. */
function bodyOf(row: number): RowBody {
  const same = called("read_page", "1.0 s");
  return written[row] ?? { name: "read_page", a: same, b: same };
}

const comparedIds = { a: "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001", b: "f03b91d4-2f0a-4f4e-9f4f-6e1a52f0a002" };

/**
 * Rows of these kinds, numbered as their runs number them, each of a second. A moved row names its partner, and its step
 * has changed, too.
 */
export function rowsOf(kinds: readonly RowKind[], partners: readonly number[] = []): CompareRow[] {
  let [a, b] = [0, 0];
  const left = [...partners];
  return kinds.map((kind) => {
    const inA = kind !== "onlyB" && kind !== "movedB";
    const inB = kind !== "onlyA" && kind !== "movedA";
    return {
      kind,
      a: inA ? ++a : 0,
      b: inB ? ++b : 0,
      times: { a: inA ? 1_000 : undefined, b: inB ? 1_100 : undefined },
      ...(kind === "movedA" || kind === "movedB" ? { partner: left.shift(), changed: true } : {}),
    };
  });
}

export const equalRows = (count: number): RowKind[] => Array.from({ length: count }, () => "equal");

/** As in the design: 41 rows, of which the sixth is the first that differs. */
const sampleKinds: readonly RowKind[] = [
  ...equalRows(5),
  "changed",
  "changed",
  "onlyB",
  "equal",
  "movedA",
  "onlyA",
  "changed",
  "movedB",
  ...equalRows(23),
  "onlyB",
  ...equalRows(3),
  "changed",
];

const ended = { status: "completed", statusWord: "Completed" };

function compareView(part: Partial<CompareView> = {}): CompareView {
  return {
    title: "Ticket 48213: charged twice",
    headline: "First difference at step 6",
    sentence: [
      { text: "get_policy", code: true },
      { text: ": region US → EU. 8 differences in 41 steps. Not counting waits for an answer, B is 5 s slower." },
    ],
    first: { row: 5, text: "step 6, different arguments and different result" },
    counts: { changed: 5, onlyA: 1, onlyB: 2, moved: 1 },
    connections: [{ name: "Support Triage", production: true }],
    rule: "IDs and times are ignored",
    heads: {
      a: { ...ended, runId: comparedIds.a, title: "Golden run, 12 November", facts: ["8c2c8e2e", "38 steps"] },
      b: { ...ended, runId: comparedIds.b, title: "Today 14:12", facts: ["f03b91d4", "39 steps"] },
    },
    times: { text: "4:31 → 0:34", difference: "−3 min 57 s" },
    live: { word: "Both ended", going: false, changed: false, text: "Differences in time alone are not counted" },
    ...part,
  };
}

export function bodies(rows: readonly number[]): NumberedBodies {
  return rows.map((row) => [row, bodyOf(row)]);
}

/** A comparison as it is shown first. */
export function comparison(
  options: {
    kinds?: readonly RowKind[];
    partners?: readonly number[];
    view?: Partial<CompareView>;
    bodies?: NumberedBodies;
    /** There is no first difference. */
    equal?: true;
  } = {},
): CompareHostMessage[] {
  const kinds = options.kinds ?? sampleKinds;
  const rows = rowsOf(kinds, options.partners ?? (options.kinds ? [] : [12, 9]));
  const { first: _, ...equal } = compareView(options.view);
  return [
    { type: "rows", version: 1, rows, bodies: options.bodies ?? bodies(kinds.map((_, row) => row)) },
    { type: "view", view: options.equal ? equal : compareView(options.view) },
  ];
}
