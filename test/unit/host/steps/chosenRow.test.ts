import { expect, test } from "vitest";
import { chosenRow, rowsFor } from "#host/steps/chosenRow.ts";

const items = ["customer-7", "customer-8"].map((label) => ({ label }));
const [seven, eight] = items;
const suggestions = { items, ofText: (label: string) => ({ label }) };

test("Enter takes the active row only if the typed text is in it", () => {
  expect(chosenRow(suggestions, eight, "customer-7")).toBe(seven);
  expect(chosenRow(suggestions, eight, "customer-9")).toEqual({ label: "customer-9" });
  expect(chosenRow(suggestions, undefined, "lena")).toEqual({ label: "lena" });
  for (const typed of ["", "Customer", "8"]) expect(chosenRow(suggestions, eight, typed)).toBe(eight);
});

test("Enter takes the active row of a list that can't be added to", () => {
  expect(chosenRow({ items }, eight, "lena")).toBe(eight);
});

test("the row of a typed text is always there, above the others or below them", () => {
  const lena = { label: "lena", alwaysShow: true };
  expect(rowsFor(suggestions, "lena")).toEqual([lena, ...items]);
  expect(rowsFor({ ...suggestions, isTextLast: true }, "lena")).toEqual([...items, lena]);
  expect(rowsFor({ ...suggestions, isTextLast: true }, "")).toEqual(items);
});
