import * as z from "zod";
import { withoutUndefined } from "#base/stored.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { count, fields, flag, limits, oneOf, pattern, raised, text } from "#runFiles/schemaFields.ts";
import { blockedText, runBlock } from "#runs/labels/blockedRun.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { answerOf, judgedPositions, ownDuration, stepAt, stepRef, tokensOf } from "./checkedRun.ts";
import { checkKind, passesWhen } from "./checkKind.ts";
import { type Finding, passed, tooMany, shownValue } from "./finding.ts";

/** In characters. A longer reason fills the row. */
const maxReasonLength = 200;
/** In characters. A longer name fills the message. */
const maxNameLength = 60;
/** In characters: the beginning of an answer that a check looks for. The rest may be worded differently in each run. */
const maxPartLength = 80;

const endStatuses = ["completed", "failed", "canceled"] as const;

export const status = checkKind({
  schema: fields({
    status: oneOf(endStatuses).describe("How the run ends.").meta({ default: "completed" }),
  }),
  evaluate({ status: expected }, { run, steps }) {
    if (run.status === expected) return passed;
    const hasFailed = run.status === "failed";
    const reason = hasFailed ? oneLine(errorSummary(run.error).message, maxReasonLength) : "";
    return {
      sentence: `status is ${run.status}, expected ${expected}${reason === "" ? "" : `: ${reason.replace(/\.$/, "")}`}`,
      expected,
      actual: run.status,
      expectedValue: expected,
      actualValue: run.status,
      step: hasFailed ? stepAt(steps, failedSteps(steps).at(-1)) : undefined,
    };
  },
  sentence: (rule) => passesWhen("", [`the run's status is ${rule.status}`]),
  accept(_rule, { run }) {
    const found = endStatuses.find((each) => each === run.status);
    return found
      ? { check: { status: found } }
      : { reason: `a check can't expect the status ${oneLine(run.status, maxNameLength)}` };
  },
});

export const blocked = checkKind({
  schema: fields({
    blocked: flag
      .describe("Whether a hook of the app must block the run. The run's answer is then the hook's reason.")
      .meta({ default: false }),
  }),
  evaluate({ blocked: expected }, { run, steps }) {
    const block = runBlock(run, steps);
    if ((block !== undefined) === expected) return passed;
    const words = (is: boolean): string => (is ? "blocked" : "not blocked");
    const sentence = block
      ? `the run was ${blockedText(block.by).replace("B", "b")}, expected no block`
      : "the run wasn't blocked, expected a hook to block it";
    const step = block?.step && stepRef(block.step, steps.indexOf(block.step));
    return { sentence, expected: words(expected), actual: words(!expected), step };
  },
  sentence: (rule) => passesWhen("", [rule.blocked ? "a hook of the app blocks the run" : "no hook blocks the run"]),
  accept: (_rule, { run, steps }) => ({ check: { blocked: runBlock(run, steps) !== undefined } }),
});

export const steps = checkKind({
  schema: limits(
    "steps",
    {
      atMost: count(1).describe("The maximum number of steps."),
      failed: count(0).describe("The maximum number of failed steps."),
    },
    "The steps of the story.",
  ),
  evaluate({ atMost, failed }, { steps: all }) {
    const failures = failedSteps(all);
    if (failed !== undefined && failures.length > failed) {
      return {
        sentence: `${countOf(failures.length, "step")} failed, expected ${failed === 0 ? "none" : `at most ${failed}`}`,
        expected: `at most ${failed}`,
        actual: String(failures.length),
        step: stepAt(all, failures[failed]),
      };
    }
    const judged = judgedPositions(all);
    if (atMost === undefined || judged.length <= atMost) return passed;
    return tooMany(countOf(judged.length, "step"), judged.length, atMost, stepAt(all, judged[atMost]));
  },
  sentence: ({ atMost, failed }) =>
    passesWhen("", [
      atMost === undefined ? undefined : `the run has at most ${countOf(atMost, "step")}`,
      failed === undefined
        ? undefined
        : failed === 0
          ? "no step fails"
          : `at most ${countOf(failed, "step fails", "steps fail")}`,
    ]),
  accept: ({ atMost, failed }, { steps: all }) => {
    const found = {
      atMost: raised(atMost, judgedPositions(all).length),
      failed: raised(failed, failedSteps(all).length),
    };
    return { check: { steps: withoutUndefined(found) } };
  },
});

function failedSteps(all: readonly StoryStep[]): number[] {
  return judgedPositions(all).filter((position) => stepParts(all[position]!).failed);
}

const unitLengths: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const lengthOfTime = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|min|h|d)$/;

/** A length of time as a person writes it, in milliseconds: `500 ms`, `1.5 s`, `2 min`, `1 h`. */
function milliseconds(written: string): number {
  const [, amount, unit = ""] = lengthOfTime.exec(written) ?? [];
  return Math.round(Number(amount) * (unitLengths[unit] ?? 1));
}

export const duration = checkKind({
  schema: limits(
    "duration",
    {
      atMost: z
        .string({ error: wrongTime })
        .regex(lengthOfTime, { error: wrongTime })
        .describe("A number and `ms`, `s`, `min`, `h` or `d`, such as `60 s`."),
    },
    "How long the run takes, not counting its waits for answers.",
  ).transform(({ atMost = "" }) => ({ atMost: milliseconds(atMost), text: atMost })),
  evaluate({ atMost, text: most }, { steps: all }) {
    const took = ownDuration(all);
    if (took !== undefined && took <= atMost) return passed;
    const actual = took === undefined ? "" : formatDuration(took);
    return {
      sentence:
        took === undefined
          ? `expected at most ${most}, but the app sent no start and end times`
          : `took ${actual}, expected at most ${most}`,
      expected: `at most ${most}`,
      actual,
      step: stepAt(all, slowest(all)),
    };
  },
  sentence: (rule) => passesWhen("the run takes ", [`at most ${rule.text}, not counting waits for answers`]),
  accept(_rule, { steps: all }) {
    const took = ownDuration(all);
    if (took === undefined) return { reason: "the app sent no start and end times" };
    // Half as much again, in whole seconds: no two runs take the same time.
    return { check: { duration: { atMost: `${Math.ceil((took * 1.5) / 1_000)} s` } } };
  },
});

/** The position of the call that took longest without a person. */
function slowest(all: readonly StoryStep[]): number | undefined {
  const took = all.map((step) => (step.kind === "tool" && !step.extra ? (step.duration ?? 0) : 0));
  const longestTime = took.reduce((most, each) => Math.max(most, each), 0);
  return longestTime === 0 ? undefined : took.indexOf(longestTime);
}

export const tokens = checkKind({
  schema: limits(
    "tokens",
    { atMost: count(1).describe("The maximum number of tokens, input and output together.") },
    "Counts the tokens of the model nodes that report them. Agents report none.",
  ),
  evaluate({ atMost = 0 }, { steps: all }) {
    const { total, silent } = tokensOf(all);
    if (total === undefined) {
      const sentence = `expected at most ${countOf(atMost, "token")}, but no node reported any`;
      return { sentence, expected: `at most ${atMost}`, actual: "" };
    }
    const rest = silent === 0 ? "" : ` (${countOf(silent, "node")} reported none)`;
    return total <= atMost ? passed : tooMany(`${countOf(total, "token")}${rest}`, total, atMost);
  },
  sentence: ({ atMost = 0 }) =>
    passesWhen("", [`the models that report their tokens use at most ${countOf(atMost, "token")}`]),
  accept({ atMost }, { steps: all }) {
    const { total } = tokensOf(all);
    return total === undefined
      ? { reason: "no node reported tokens" }
      : { check: { tokens: { atMost: raised(atMost, total) } } };
  },
});

export const answer = checkKind({
  schema: limits(
    "answer",
    {
      contains: text.describe("A part of the answer."),
      matches: pattern.describe(
        "A JavaScript regular expression. All regular expressions of a test together may take 200 ms.",
      ),
    },
    "The texts of the output, one per line, or the last text of the story if there are none.",
  ),
  evaluate({ contains, matches }, run, { matchOf }): Finding {
    const actual = answerOf(run);
    if (contains !== undefined && !actual.includes(contains)) {
      return { sentence: `the answer doesn't contain ${shownValue(contains)}`, expected: contains, actual };
    }
    const matched = matches === undefined || matchOf(matches, actual);
    if (matches === undefined || matched === true) return passed;
    const wrong = matched === false ? `doesn't match ${shownValue(matches)}` : `can't be checked: ${matched.problem}`;
    return { sentence: `the answer ${wrong}`, expected: matches, actual };
  },
  sentence: ({ contains, matches }) =>
    passesWhen("the answer ", [
      contains === undefined ? undefined : `contains ${shownValue(contains)}`,
      matches === undefined ? undefined : `matches ${matches}`,
    ]),
  accept(_rule, run) {
    const line = answerOf(run)
      .split("\n")
      .find((each) => each.trim() !== "");
    if (line === undefined) return { reason: "the run's answer has no text" };
    return { check: { answer: { contains: line.trim().slice(0, maxPartLength) } } };
  },
});

function wrongTime(): string {
  return `must be a string with a number and ms, s, min, h or d, such as "60 s". Correct it.`;
}
