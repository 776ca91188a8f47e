import { parseArgs } from "node:util";
import type { SampleAppOptions } from "./server.ts";

export const usage = `Usage: sample app [options]

  --port N         port on 127.0.0.1; any free one by default
  --key KEY        access key; a random one by default
  --public         no key needed
  --speed N        1 by default, made for a person to watch; larger is faster
  --runs N         past runs at the start; 320 by default
  --turns N        a past conversation of N turns; none by default
  --seed N         decides the past runs
  --drift N[/M]    makes the refund desk drift by a seed, in every Mth run
  --heartbeat N    milliseconds of silence before a stream sends a comment
  --help           this text
`;

/** The command line isn't valid. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads the command line; `undefined` when it asks for help. @throws UsageError */
export function readCliOptions(args: readonly string[]): SampleAppOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  if (values.public && values.key !== undefined) throw new UsageError("--key and --public exclude each other");
  if (values.key?.trim() === "") throw new UsageError("--key needs a value");
  const key = values.public ? null : values.key;
  return {
    accessKey: key,
    ...readNumber("port", values.port, 0, 65_535),
    ...readNumber("seed", values.seed, 0, 2 ** 32 - 1),
    ...readNumber("pastRuns", values.runs, 0, 1_000_000, "runs"),
    ...readNumber("turns", values.turns, 0, 10_000),
    ...readNumber("speed", values.speed, 0.01, 1_000_000),
    ...readNumber("heartbeat", values.heartbeat, 1, 2 ** 31 - 1),
    ...readDrift(values.drift),
  };
}

function parse(args: readonly string[]) {
  const string = { type: "string" } as const;
  const boolean = { type: "boolean" } as const;
  const texts = {
    port: string,
    key: string,
    speed: string,
    runs: string,
    turns: string,
    seed: string,
    heartbeat: string,
    drift: string,
  };
  const options = { ...texts, public: boolean, help: boolean };
  try {
    return parseArgs({ args: [...args], options, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readDrift(text: string | undefined): SampleAppOptions {
  if (text === undefined) return {};
  const [, seed, every = "1"] = /^(\d{1,9})(?:\/([1-9]\d{0,5}))?$/.exec(text) ?? [];
  if (seed === undefined) throw new UsageError("--drift must be a seed, or SEED/EVERY, such as 3/5");
  return { drift: { seed: Number(seed), every: Number(every) } };
}

function readNumber(
  option: "port" | "seed" | "pastRuns" | "turns" | "speed" | "heartbeat",
  text: string | undefined,
  min: number,
  max: number,
  flag: string = option,
): SampleAppOptions {
  if (text === undefined) return {};
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const fits = value >= min && value <= max && (option === "speed" || Number.isInteger(value));
  if (!fits) throw new UsageError(`--${flag} must be a number from ${min} to ${max}`);
  return { [option]: value };
}
