import { expect, test } from "vitest";
import { ShownSecrets } from "#workbench/panel/vscode/shownSecrets.ts";

const value = { headers: { Authorization: "Bearer abc-123" }, token: "t-456", note: "Hi" };

test("secrets have dots of one length, and all other values stay", () => {
  expect(new ShownSecrets().value(value)).toEqual({ headers: { Authorization: "•••" }, token: "•••", note: "Hi" });
});

test("a value is covered once, for the page's HTML and for its messages: a large one takes long", () => {
  expect(new ShownSecrets().value(value)).toBe(new ShownSecrets().value(value));
});

test("one is shown at its path, and the others stay covered", () => {
  expect(new ShownSecrets().valueWith(value, [["token"]])).toEqual({
    headers: { Authorization: "•••" },
    token: "t-456",
    note: "Hi",
  });
});

test("one is shown at its place in a text, and then the next of those that are left", () => {
  const secrets = new ShownSecrets();
  const raw = JSON.stringify(value, null, 2);
  const clean = JSON.stringify(secrets.value(value), null, 2);
  const text = (): string => secrets.texts("call", [clean], [raw])[0] ?? "";
  secrets.show("call", 1);
  expect(JSON.parse(text())).toEqual({ ...value, headers: { Authorization: "•••" } });
  secrets.show("call", 0);
  expect(text()).toBe(raw);
  expect(secrets.texts("other", [clean], [raw])).toEqual([clean]);
});

test("what doesn't fit its text stays covered", () => {
  const secrets = new ShownSecrets();
  secrets.show("call", 0);
  expect(secrets.texts("call", ['{"key": "•••"}'], ['{"key": 12}'])).toEqual(['{"key": "•••"}']);
});
