import { expect, test } from "vitest";
import { splitName } from "#ui/splitName.ts";

test("a long name of one word keeps its end, by which names with one beginning differ", () => {
  expect(splitName("read_invoice_pdf")).toEqual(["read_invoice", "_pdf"]);
  expect(splitName("match_payments")).toEqual(["match_pay", "ments"]);
});

test("a name of several words is cut at its end, and keeps only its number", () => {
  expect(splitName("Classify ticket")).toEqual(["Classify ticket", ""]);
  expect(splitName("Refund agent 2")).toEqual(["Refund agent", " 2"]);
});
