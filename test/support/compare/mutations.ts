import type { ChangedPart, ComparisonRow } from "../../../src/runs/compare/comparison.ts";
import type { Random } from "../../../src/sample/agent/random.ts";
import { randomStep, sentence, type Told } from "./randomStory.ts";

/** A story that differs from another one in one known way. */
interface Mutation {
  readonly steps: readonly Told[];
  readonly kind: ComparisonRow["kind"];
  readonly parts?: readonly ChangedPart[];
}

type Mutate = (steps: readonly Told[], random: Random) => Mutation | undefined;

/** Ways in which a run differs from the one before; `undefined` when the story has no step for it where it looked. */
export const mutations: Readonly<Record<string, Mutate>> = {
  insert: (steps, random) => {
    const at = place(steps, random);
    return { kind: "onlyInB", steps: steps.toSpliced(at, 0, randomStep(random)) };
  },
  delete: (steps, random) => ({ kind: "onlyInA", steps: steps.toSpliced(place(steps, random), 1) }),
  repeat: (steps, random) => {
    const at = place(steps, random);
    return { kind: "onlyInB", steps: steps.toSpliced(at, 0, steps[at]!) };
  },
  "change an argument": (steps, random) =>
    changed(steps, random, "arguments", (step) => {
      if (step.kind !== "tool") return undefined;
      const { input } = step as unknown as { input: object };
      return { ...step, input: { ...input, customer: `customer-${random.integer(5, 9_999)}` } };
    }),
  "change a result": (steps, random) =>
    changed(steps, random, "result", (step) => {
      if (step.kind !== "tool") return undefined;
      const { result } = step as unknown as { result: object };
      return { ...step, result: { ...result, orders: random.integer(5, 9_999) } };
    }),
  "change a status": (steps, random) =>
    changed(steps, random, "status", (step) => (step.kind === "tool" ? { ...step, state: "failed" } : undefined)),
  "change a text": (steps, random) =>
    changed(steps, random, "text", (step) =>
      step.kind === "text" || step.kind === "notice"
        ? { ...step, text: `${sentence(random)} ${random.hex(6)}` }
        : undefined,
    ),
  "swap a speaker": (steps, random) =>
    changed(steps, random, "speaker", (step) =>
      step.speaker ? { ...step, speaker: { ...step.speaker, name: "Policy agent" } } : undefined,
    ),
  move: (steps, random) => {
    const from = place(steps, random);
    const step = steps[from]!;
    if (step.kind === "resumed") return undefined;
    const rest = steps.toSpliced(from, 1);
    return { kind: "moved", steps: rest.toSpliced(place(rest, random), 0, step) };
  },
};

function changed(
  steps: readonly Told[],
  random: Random,
  part: ChangedPart,
  change: (step: Told) => object | undefined,
): Mutation | undefined {
  const at = place(steps, random);
  const other = change(steps[at]!);
  return other && { kind: "changed", parts: [part], steps: steps.with(at, other as Told) };
}

/** Neither the start nor the end of the run. */
function place(steps: readonly Told[], random: Random): number {
  return random.integer(1, steps.length - 2);
}
