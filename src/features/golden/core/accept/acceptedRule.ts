import type { Run } from "../../../../api/schemas.ts";
import type { StoryStep } from "../../../../runs/story/storySteps.ts";
import { checkedRun } from "../checks/checkedRun.ts";
import type { Acceptance } from "../checks/checkKind.ts";
import { type CheckRule, kindOf } from "../checks/checkTable.ts";

/**
 * The check that a run passes, in place of one that it failed: what the person accepts as the new expectation. It looks
 * at the same thing and expects as little as before.
 */
export function acceptedRule(rule: CheckRule, run: Run, steps: readonly StoryStep[]): Acceptance {
  return kindOf(rule).accept(rule, checkedRun(run, steps));
}
