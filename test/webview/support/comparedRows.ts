import type {
  DiffBlock,
  DiffLine,
  MarkedPiece,
  RowBody,
  StepCell,
} from "../../../src/protocol/compare/compareViews.ts";

const line = (text: string): DiffLine => ({ pieces: [[text, false]], differs: false });
const changed = (...pieces: MarkedPiece[]): DiffLine => ({ pieces, differs: true });
const json = (label: string, ...lines: DiffLine[]): DiffBlock => ({ label, lines, json: true });

function call(name: string, summary: string, duration: string, blocks?: DiffBlock[]): StepCell {
  return { icon: "tool", name, summary, duration, ...(blocks ? { blocks } : {}) };
}

const reasoning = (duration: string, ...text: MarkedPiece[]): StepCell => ({ icon: "reasoning", text, duration });

/** What stands in the rows of the design, by row. */
const written: Readonly<Record<number, RowBody>> = {
  3: {
    name: "search_orders",
    a: call("search_orders", "customer-7421, last 90 days → 3 orders", "1.84 s"),
    b: call("search_orders", "customer-7421, last 90 days → 3 orders", "1.79 s"),
    time: { text: "−50 ms", large: false },
  },
  4: {
    name: "reasoning",
    a: reasoning("1.5 s", ["Two charges exist for order ord_01J9ZC…, four minutes apart.", false]),
    b: reasoning("1.6 s", ["Two charges exist for order ord_01J9ZC…, four minutes apart.", false]),
    time: { text: "+0.1 s", large: false },
  },
  5: {
    name: "get_policy",
    changes: "region US → EU, limit_usd 500 → 1000",
    a: call("get_policy", "refunds, US → over $500 needs approval", "96 ms", [
      json(
        "Input",
        line("{"),
        line('  "topic": "refunds",'),
        changed(['  "region": "', false], ["US", true], ['"', false]),
        line("}"),
      ),
      json(
        "Result",
        line("{"),
        changed(['  "limit_usd": ', false], ["500", true], [",", false]),
        line('  "above": "approval",'),
        changed(['  "source": "policy/refunds-', false], ["us", true], ['.md"', false]),
        line("}"),
      ),
    ]),
    b: call("get_policy", "refunds, EU → over $1,000 needs approval", "102 ms", [
      json(
        "Input",
        line("{"),
        line('  "topic": "refunds",'),
        changed(['  "region": "', false], ["EU", true], ['"', false]),
        line("}"),
      ),
      json(
        "Result",
        line("{"),
        changed(['  "limit_usd": ', false], ["1000", true], [",", false]),
        line('  "above": "approval",'),
        changed(['  "source": "policy/refunds-', false], ["eu", true], ['.md"', false]),
        line("}"),
      ),
    ]),
    time: { text: "+6 ms", large: false },
  },
  6: {
    name: "reasoning",
    changes: "$500 → $1,000",
    a: reasoning(
      "1.1 s",
      ["The policy asks for approval above ", false],
      ["$500", true],
      [". The refund is $620, so ", false],
      ["a person has to approve it first", true],
      [".", false],
    ),
    b: reasoning(
      "1.0 s",
      ["The policy asks for approval above ", false],
      ["$1,000", true],
      [". The refund is $620, so ", false],
      ["I can issue it directly", true],
      [".", false],
    ),
    time: { text: "−0.1 s", large: false },
  },
  7: {
    name: "check_limit",
    b: call("check_limit", "620 → within the limit", "212 ms"),
    time: { text: "+212 ms", large: false },
  },
  8: {
    name: "match_payments",
    a: call("match_payments", "ord_01J9ZC…, northpay → duplicate", "9.71 s"),
    b: call("match_payments", "ord_01J9ZC…, northpay → duplicate", "9.64 s"),
    time: { text: "−70 ms", large: false },
  },
  9: { name: "read_ledger", a: call("read_ledger", "charge ch_3PqT9a… → settled", "640 ms") },
  10: {
    name: "approval request",
    a: {
      icon: "request",
      text: [["Asked for approval: refund $620? Approved by you after 4 min 2 s", false]],
      duration: "4 min 2 s",
    },
    time: { text: "−4 min 2 s", large: true },
  },
  11: {
    name: "issue_refund",
    changes: "amount 480 → 620",
    a: call("issue_refund", "ch_3PqT9a…, 480 → accepted", "1.22 s", [
      json(
        "Input",
        { skipped: 3 },
        changed(['  "amount": ', false], ["480", true], [",", false]),
        line('  "currency": "USD"'),
        line("}"),
      ),
    ]),
    b: call("issue_refund", "ch_3PqT9a…, 620 → accepted", "5.41 s", [
      json(
        "Input",
        { skipped: 3 },
        changed(['  "amount": ', false], ["620", true], [",", false]),
        line('  "currency": "USD"'),
        line("}"),
      ),
    ]),
    time: { text: "+4.2 s", large: true },
  },
  12: {
    name: "read_ledger",
    b: call("read_ledger", "charge ch_3PqT9a… → settled", "655 ms"),
    time: { text: "+15 ms", large: false },
  },
  36: {
    name: "add_note",
    b: call("add_note", "ticket 48213 → saved", "180 ms"),
    time: { text: "+180 ms", large: false },
  },
  40: {
    name: "answer",
    changes: "$480 → $620",
    a: {
      icon: "text",
      text: [
        ["We refund ", false],
        ["$480", true],
        [" to your card. The rest stays as ", false],
        ["a credit on your account", true],
        [".", false],
      ],
      duration: "2.1 s",
    },
    b: {
      icon: "text",
      text: [
        ["We refund ", false],
        ["$620", true],
        [" to your card. ", false],
        ["You will see it within five days", true],
        [".", false],
      ],
      duration: "2.0 s",
    },
    time: { text: "−0.1 s", large: false },
  },
};

/** What stands in a row: that of the design, else a call that both runs made. */
export function bodyOf(row: number): RowBody {
  const same = call("read_page", `page ${row} → ok`, "1.0 s");
  return written[row] ?? { name: "read_page", a: same, b: same };
}
