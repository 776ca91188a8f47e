import { expect, test } from "vitest";
import type { FoundStep } from "#features/search/core/indexTypes.ts";
import { markedTitle, stepLabel } from "#features/search/vscode/markedLabels.ts";
import { queryOf } from "../../../../support/search/indexes.ts";

/** A label as a person sees it: `you were [charged] twice`. */
function seen({ label, highlights }: ReturnType<typeof stepLabel>): string {
  return highlights.reduceRight(
    (rest, [start, end]) => `${rest.slice(0, start)}[${rest.slice(start, end)}]${rest.slice(end)}`,
    label,
  );
}

function step(kind: FoundStep["kind"], name: string, text: string, marked: string[] = []): FoundStep {
  const rangesIn = (each: string) =>
    marked.flatMap((word) => {
      const start = each.indexOf(word);
      return start < 0 ? [] : [{ start, end: start + word.length }];
    });
  return { kind, name: { text: name, ranges: rangesIn(name) }, excerpt: { text, ranges: rangesIn(text) } };
}

test("a tool call has its name before its values, and both are marked", () => {
  const found = step("tool", "issue_refund", "amount: 1480, currency: USD", ["issue_refund", "1480"]);
  expect(seen(stepLabel(found))).toBe("[issue_refund] amount: [1480], currency: USD");
});

test("a match far to the right is moved into view, at the beginning of a word", () => {
  const text = "ticket_id: 47346, ticket_subject: a request for a refund of the plan";
  expect(seen(stepLabel(step("input", "", text, ["refund"])))).toBe("…for a [refund] of the plan");
  const long = `${"x".repeat(60)}refund`;
  expect(seen(stepLabel(step("input", "", long, ["refund"])))).toBe(`…${"x".repeat(12)}[refund]`);
});

test("a title has the words and phrases of the search, where they begin a word", () => {
  const marked = (title: string, query: string): string => seen(markedTitle(title, queryOf(query)));
  expect(marked("Ticket 48213: charged twice", '"charged twice"')).toBe("Ticket 48213: [charged twice]");
  expect(marked("Recharged, then charged", "CHARGED")).toBe("Recharged, then [charged]");
  expect(marked("Refund request", "refund refu")).toBe("[Refund] request");
  expect(marked("Refund request", "-refund tool:refund")).toBe("Refund request");
  expect(marked("İstanbul refund", "refund")).toBe("İstanbul [refund]");
});
