import { expect, test } from "vitest";
import type { ModelStep } from "#runs/story/storySteps.ts";
import { modelView } from "#workbench/panel/vscode/story/modelView.ts";

const png =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function messagesOf(...contents: readonly unknown[]): unknown[] {
  const messages = contents.map((content) => ({ role: "user", content }));
  const step: ModelStep = {
    kind: "model",
    id: "1",
    sequence: 1,
    model: "m",
    messages,
    output: undefined,
    state: "finished",
  };
  return (modelView(step, true).messages ?? []).map(({ text, length }) =>
    length === undefined ? text : [text, length],
  );
}

test("a prompt in parts reads as its texts, with a line for each picture", () => {
  const picture = { type: "image_url", image_url: { url: png, detail: "auto" } };
  const linked = { type: "image_url", image_url: "https://example.com/receipt.png" };
  expect(
    messagesOf(
      [{ type: "text", text: "Read this receipt.\nBe exact." }, picture, { type: "text", text: "What is the sum?" }],
      [linked, "And this?"],
    ),
  ).toEqual([
    "Read this receipt.\nBe exact.\n[PNG image, 1 × 1, 70 B]\nWhat is the sum?",
    "[image https://example.com/receipt.png]\nAnd this?",
  ]);
});

test("a part of another form is JSON, and what has no parts is, too", () => {
  const sound = { type: "input_audio", input_audio: { format: "wav" } };
  expect(messagesOf([{ type: "text", text: "Hear:" }, sound], { city: "Bern" }, [{ city: "Bern" }], null)).toEqual([
    `Hear:\n${JSON.stringify(sound, undefined, 2)}`,
    JSON.stringify({ city: "Bern" }, undefined, 2),
    JSON.stringify([{ city: "Bern" }], undefined, 2),
    "",
  ]);
});

test("long parts are cut like a long text", () => {
  const long = "x".repeat(30_000);
  expect(messagesOf([{ type: "text", text: long }], long)).toEqual([
    ["x".repeat(20_000), 30_000],
    ["x".repeat(20_000), 30_000],
  ]);
});
