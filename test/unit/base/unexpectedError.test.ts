import { afterEach, expect, test } from "vitest";
import { Emitter } from "#base/emitter.ts";
import { onUnexpectedError, reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { collectUnexpectedErrors } from "../../support/unexpectedErrors.ts";

afterEach(() => reportUnexpectedErrors());

test("an unexpected error goes to the reporter, also one of a listener, which keeps no other from its event", () => {
  const errors = collectUnexpectedErrors();
  const emitter = new Emitter<number>();
  const seen: number[] = [];
  emitter.event(() => {
    throw new Error("listener");
  });
  emitter.event((value) => seen.push(value));
  emitter.fire(1);
  onUnexpectedError(new Error("write"));
  expect(errors).toEqual([new Error("listener"), new Error("write")]);
  expect(seen).toEqual([1]);
});

test("without a reporter an unexpected error is thrown, so that it is never lost", async () => {
  const listeners = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  try {
    const thrown = new Promise((resolve) => process.once("uncaughtException", resolve));
    onUnexpectedError(new Error("lost"));
    expect(await thrown).toEqual(new Error("lost"));
  } finally {
    for (const listener of listeners) process.on("uncaughtException", listener);
  }
});
