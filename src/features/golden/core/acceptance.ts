import type { Run } from "#api/schemas.ts";
import { capital } from "#base/text/capital.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { countOf } from "#model/counts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { checkedRun } from "./checks/checkedRun.ts";
import type { Acceptance } from "./checks/checkKind.ts";
import { type CheckRule, kindOf } from "./checks/checkTable.ts";

/**
 * The check that a run passes, in place of one that it failed: what the person accepts as the new expectation. It looks
 * at the same thing and expects as little as before.
 */
export function acceptedRule(rule: CheckRule, run: Run, steps: readonly StoryStep[]): Acceptance {
  return kindOf(rule).accept(rule, checkedRun(run, steps));
}

/** A failed check that can't take over what the run did. */
export interface RefusedCheck {
  /** The check's line in the golden file, from 1. */
  line: number;
  /** Why, without a full stop: `issue_refund wasn't called`. */
  reason: string;
}

/** A notification with more of them would be cut off. */
const maxNamed = 3;

/** How many failed checks of a test were accepted, and why the others weren't. @param refused at least one */
export function refusedText(test: string, accepted: number, refused: readonly RefusedCheck[]): string {
  const all = accepted + refused.length;
  const count = all === 1 ? "The failed check" : `${accepted} of ${countOf(all, "failed check")}`;
  const was = all === 1 ? "was not" : accepted === 1 ? "was" : "were";
  const lines = refused.slice(0, maxNamed).map(({ line, reason }) => `line ${line}: ${reason}`);
  const more = refused.length > maxNamed ? [`and ${refused.length - maxNamed} more`] : [];
  return `${count} of ${oneLine(test, 80)} ${was} accepted. ${capital([...lines, ...more].join("; "))}.`;
}

/** The number of a line after replacements above it, which may have other numbers of lines. */
export function movedLine(line: number, edits: readonly { line: number; addedLines: number }[]): number {
  return edits.reduce((moved, edit) => (edit.line < line ? moved + edit.addedLines : moved), line);
}
