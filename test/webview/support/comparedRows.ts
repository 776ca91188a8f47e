import type {
  DiffBlock,
  DiffLine,
  MarkedPiece,
  RowBody,
  StepCell,
} from "../../../src/features/compare/page/compareViews.ts";

/** The pieces of a text; what is between two stars differs. */
const marked = (text: string): MarkedPiece[] =>
  text.split("*").flatMap((piece, index): MarkedPiece[] => (piece === "" ? [] : [[piece, index % 2 === 1]]));
const line = (text: string): DiffLine => ({ pieces: marked(text), differs: text.includes("*") });
const json = (label: string, ...lines: DiffLine[]): DiffBlock => ({ label, lines, json: true });
const time = (text: string, large = false) => ({ time: { text, large } });

function call(name: string, summary: string, duration: string, ...blocks: DiffBlock[]): StepCell {
  return { icon: "tool", name, summary, duration, blocks: blocks.length > 0 ? blocks : undefined };
}

const says = (icon: "reasoning" | "text" | "request", text: string, duration: string): StepCell => ({
  ...{ icon, text: marked(text), duration },
});

function policy(region: string, limit: string, summary: string, duration: string): StepCell {
  const input = ["{", '  "topic": "refunds",', `  "region": "*${region}*"`, "}"];
  const source = `  "source": "policy/refunds-*${region.toLowerCase()}*.md"`;
  const result = ["{", `  "limit_usd": *${limit}*,`, '  "above": "approval",', source, "}"];
  return call("get_policy", summary, duration, json("Input", ...input.map(line)), json("Result", ...result.map(line)));
}

function refund(amount: number, duration: string): StepCell {
  const lines = [`  "amount": *${amount}*,`, '  "currency": "USD"', "}"].map(line);
  return call("issue_refund", `ch_3PqT9a…, ${amount} → accepted`, duration, json("Input", { skipped: 3 }, ...lines));
}

const [orders, payments] = ["customer-7421, last 90 days → 3 orders", "ord_01J9ZC…, northpay → duplicate"];
const charges = "Two charges exist for order ord_01J9ZC…, four minutes apart.";
const asked = "Asked for approval: refund $620? Approved by you after 4 min 2 s";
const above = (limit: string, next: string): string =>
  `The policy asks for approval above *${limit}*. The refund is $620, so *${next}*.`;

/** What stands in the rows of the design, by row. */
const written: Readonly<Record<number, RowBody>> = {
  3: {
    ...{
      name: "search_orders",
      a: call("search_orders", orders, "1.84 s"),
      b: call("search_orders", orders, "1.79 s"),
    },
    ...time("−50 ms"),
  },
  4: {
    ...{ name: "reasoning", a: says("reasoning", charges, "1.5 s"), b: says("reasoning", charges, "1.6 s") },
    ...time("+0.1 s"),
  },
  5: {
    ...{ name: "get_policy", changes: "region US → EU, limit_usd 500 → 1000", ...time("+6 ms") },
    a: policy("US", "500", "refunds, US → over $500 needs approval", "96 ms"),
    b: policy("EU", "1000", "refunds, EU → over $1,000 needs approval", "102 ms"),
  },
  6: {
    ...{ name: "reasoning", changes: "$500 → $1,000", ...time("−0.1 s") },
    a: says("reasoning", above("$500", "a person has to approve it first"), "1.1 s"),
    b: says("reasoning", above("$1,000", "I can issue it directly"), "1.0 s"),
  },
  7: { name: "check_limit", b: call("check_limit", "620 → within the limit", "212 ms"), ...time("+212 ms") },
  8: {
    ...{ name: "match_payments", ...time("−70 ms") },
    a: call("match_payments", payments, "9.71 s"),
    b: call("match_payments", payments, "9.64 s"),
  },
  9: { name: "read_ledger", a: call("read_ledger", "charge ch_3PqT9a… → settled", "640 ms") },
  10: { name: "approval request", a: says("request", asked, "4 min 2 s"), ...time("−4 min 2 s", true) },
  11: {
    ...{ name: "issue_refund", changes: "amount 480 → 620", ...time("+4.2 s", true) },
    ...{ a: refund(480, "1.22 s"), b: refund(620, "5.41 s") },
  },
  12: { name: "read_ledger", b: call("read_ledger", "charge ch_3PqT9a… → settled", "655 ms"), ...time("+15 ms") },
  36: { name: "add_note", b: call("add_note", "ticket 48213 → saved", "180 ms"), ...time("+180 ms") },
  40: {
    ...{ name: "answer", changes: "$480 → $620", ...time("−0.1 s") },
    a: says("text", "We refund *$480* to your card. The rest stays as *a credit on your account*.", "2.1 s"),
    b: says("text", "We refund *$620* to your card. *You will see it within five days*.", "2.0 s"),
  },
};

/** What stands in a row: that of the design, else a call that both runs made. */
export function bodyOf(row: number): RowBody {
  const same = call("read_page", `page ${row} → ok`, "1.0 s");
  return written[row] ?? { name: "read_page", a: same, b: same };
}
