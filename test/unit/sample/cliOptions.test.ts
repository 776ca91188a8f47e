import { describe, expect, test } from "vitest";
import { readCliOptions, UsageError } from "../../../src/sample/cliOptions.ts";

describe("readCliOptions", () => {
  test("reads no options, all options, and --help", () => {
    expect(readCliOptions([])).toEqual({});
    const all = ["--port", "0", "--key", "k", "--speed", "0.5", "--runs", "7", "--seed", "3", "--heartbeat", "100"];
    expect(readCliOptions(all)).toEqual({ port: 0, accessKey: "k", speed: 0.5, pastRuns: 7, seed: 3, heartbeat: 100 });
    expect(readCliOptions(["--drift", "3/5"])).toEqual({ drift: { seed: 3, every: 5 } });
    expect(readCliOptions(["--drift", "3"])).toEqual({ drift: { seed: 3, every: 1 } });
    expect(readCliOptions(["--public"])).toEqual({ accessKey: null });
    expect(readCliOptions(["--turns", "1000"])).toEqual({ turns: 1_000 });
    expect(readCliOptions(["--help"])).toBeUndefined();
  });

  test.each([
    ["--port", "65536"],
    ["--runs", "1.5"],
    ["--speed", "0"],
    ["--drift", "3/0"],
    ["--key", " "],
    ["--key", "k", "--public"],
    ["--port"],
  ])("refuses %s %s", (...args) => {
    expect(() => readCliOptions(args)).toThrow(UsageError);
  });
});
