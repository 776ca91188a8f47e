import { Random } from "../../../src/sample/agent/random.ts";
import { apiError, type Fault, type OtherAnswer } from "../fault.ts";
import { type LostAnswer, lostAnswerKinds, lostAnswers } from "../lostAnswers.ts";

export const lostOperations = ["background", "wait", "stream", "multipart", "batch", "answer", "cancel"] as const;
type LostOperation = (typeof lostOperations)[number];

/** One action of a person behind a gateway that loses responses. A seed decides all of it. */
export interface LostSchedule {
  seed: number;
  operation: LostOperation;
  /** Whether its requests name a user. */
  hasUser: boolean;
  /** Lines of a batch; two of them are alike. */
  lines: number;
  /** Of its connections, in order; nothing happens to the later ones. */
  faults: Fault[];
}

const refusals: readonly [OtherAnswer, ...OtherAnswer[]] = [
  {
    kind: "other",
    text: apiError("429 Too Many Requests", { code: "slow_down", message: "Slow down" }, { "retry-after": "0" }),
    only: "writes",
  },
  {
    kind: "other",
    text: apiError("503 Service Unavailable", { code: "unavailable", message: "Deploying" }),
    only: "writes",
  },
];

export function lostScheduleOf(seed: number): LostSchedule {
  const random = new Random(seed);
  const operation = random.pick(lostOperations);
  const lines = random.integer(3, 6);
  const fault = (): Fault => {
    const chance = random.next();
    if (chance < 0.6) return lostAnswers[random.pick(lostAnswerKinds)];
    return chance < 0.8 ? random.pick(refusals) : { kind: "none" };
  };
  const faults = Array.from({ length: operation === "batch" ? lines * 2 : 3 }, fault);
  return { seed, operation, hasUser: random.next() < 0.5, lines, faults };
}

/** How a fault loses responses, for those that do so after the effect. */
export function lostKindOf(fault: OtherAnswer): LostAnswer | undefined {
  return lostAnswerKinds.find((kind) => lostAnswers[kind] === fault);
}
