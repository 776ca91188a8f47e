import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SilentPrograms, startsPython } from "#features/localRuns/core/hints.ts";

const tenMinutes = 10 * 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  "python3 app.py",
  ".venv/bin/python -m app",
  '"C:\\Python\\python.exe" app.py',
  "uv run app.py",
  "pytest tests",
])("%s starts a Python program", (line) => expect(startsPython(line)).toBe(true));

test.each(["ls pythons", "npm test", "cat pythonic.txt", "uv sync"])("%s doesn't", (line) => {
  expect(startsPython(line)).toBe(false);
});

test("a program of which nothing came for ten minutes is noticed once", () => {
  const onSilent = vi.fn();
  const silent = new SilentPrograms(onSilent);
  silent.ended();
  vi.advanceTimersByTime(tenMinutes - 1);
  expect(onSilent).not.toHaveBeenCalled();
  silent.ended();
  vi.advanceTimersByTime(2 * tenMinutes);
  expect(onSilent).toHaveBeenCalledOnce();
});

test("nothing is noticed once something has arrived", () => {
  const onSilent = vi.fn();
  const silent = new SilentPrograms(onSilent);
  silent.ended();
  silent.received();
  silent.ended();
  vi.advanceTimersByTime(2 * tenMinutes);
  expect(onSilent).not.toHaveBeenCalled();
});
