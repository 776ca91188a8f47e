import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { aborted, Interrupts } from "#cli/shell/interrupts.ts";

test("the first signal stops the work, the second one the waiting, and the first one decides the exit code", async () => {
  const emitter = new EventEmitter();
  const interrupts = new Interrupts(emitter);
  expect([interrupts.first.aborted, interrupts.second.aborted, interrupts.exitCode]).toEqual([false, false, undefined]);
  emitter.emit("SIGTERM", "SIGTERM");
  await aborted(interrupts.first);
  expect([interrupts.second.aborted, interrupts.exitCode]).toEqual([false, 143]);
  emitter.emit("SIGINT", "SIGINT");
  await aborted(interrupts.second);
  expect(interrupts.exitCode).toBe(143);
  interrupts.dispose();
  expect(emitter.eventNames()).toEqual([]);
});

test("Ctrl+C while a question is open, which makes no signal, counts as one", () => {
  const emitter = new EventEmitter();
  const interrupts = new Interrupts(emitter);
  emitter.emit("SIGINT");
  expect([interrupts.first.aborted, interrupts.exitCode]).toEqual([true, 130]);
});
