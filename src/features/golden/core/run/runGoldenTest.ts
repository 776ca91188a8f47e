/**
 * Golden tests.
 *
 * `file/goldenFile.ts` reads a golden file and finds all problems with their ranges. Each test and each
 * check keeps its range, so that a failure stands at its line. A test runs the same in the Test Explorer, the command
 * line and for agents. The turns of a conversation are runs in one session, one after another, and `conversationResult.ts`
 * makes one result of theirs. `followTestRun.ts` follows its runs and sends the recorded answers that the file wants to be
 * replayed (`replayedAnswer.ts`). `firstDivergence` below finds the first step
 * that differs from the golden run.
 * `evaluateChecks.ts` checks a run that has ended, `testOutcome.ts` has the words for results.
 */

import { randomUUID } from "node:crypto";
import { asApiError } from "#api/asApiError.ts";
import { inParallel } from "#base/inParallel.ts";
import { withoutUndefined } from "#base/stored.ts";
import { capital } from "#base/text/capital.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { ownDuration, stepRef } from "#features/golden/core/checks/checkedRun.ts";
import { PatternMatches } from "#features/golden/core/checks/patternMatches.ts";
import { evaluateChecks } from "#features/golden/core/evaluateChecks.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import type {
  FirstDifference,
  GoldenRunResult,
  RunFailure,
  StepOfTurn,
  TestOutcome,
} from "#features/golden/core/goldenResult.ts";
import { testOutcome } from "#features/golden/core/testOutcome.ts";
import { rowSentence } from "#runs/compare/bodies/rowSentence.ts";
import { compareStories } from "#runs/compare/compareStories.ts";
import { type ComparisonRow, isDifference } from "#runs/compare/comparison.ts";
import { cancelRun } from "#runs/store/cancelRuns.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { conversationResult } from "./conversationResult.ts";
import { type FollowedRun, followTestRun } from "./followTestRun.ts";
import { runFailure } from "./runFailure.ts";
import type { GoldenProgress, GoldenTestDeps, NotStarted, RecordedRun } from "./testDeps.ts";

/**
 * Runs a golden test as often as it says. Each of its runs is a real one, created once: when a response is lost, the
 * run is looked for, and nothing is sent again.
 *
 * @param signal stops it: no more runs are started, and those under way are canceled
 * @returns what came of it, also when it was stopped or when the app can't be reached
 */
export async function runGoldenTest(
  test: GoldenTest,
  deps: GoldenTestDeps,
  signal: AbortSignal,
  onProgress: (progress: GoldenProgress) => void = () => undefined,
): Promise<TestOutcome> {
  const [problem] = test.problems;
  if (problem)
    return testOutcome(test, [errored(1, { kind: "refused", sentence: capital(problem.problem), range: problem })]);
  const replayed = test.answers.find(({ replay }) => replay);
  if (replayed && deps.noReplay) {
    const { kind, failure } = deps.noReplay;
    return testOutcome(test, [{ attempt: 1, kind, checks: [], failure: { ...failure, range: replayed.range } }]);
  }
  const golden = await Promise.all(test.turns.map(async (turn) => deps.goldenRun?.(test, turn)));
  const runs = new TestRuns({ test, deps, signal, onProgress, golden });
  const attempts = Array.from({ length: test.repeat.times }, (_, index) => index + 1);
  await inParallel(attempts, Math.max(1, deps.concurrency), (attempt) => runs.run(attempt));
  return testOutcome(test, runs.results, runs.variesAt);
}

/** What all turns of a conversation are sent with: the first one adds its user. */
interface ConversationIds {
  session_id?: string;
  user_id?: string;
}

/** A run of a turn. @prop index of the turn, from 0 */
interface TestRun {
  attempt: number;
  index: number;
  runId: string;
}

interface RunsOptions {
  test: GoldenTest;
  deps: GoldenTestDeps;
  signal: AbortSignal;
  onProgress: (progress: GoldenProgress) => void;
  /** The golden run of each turn. */
  golden: readonly (RecordedRun | undefined)[];
}

class TestRuns {
  readonly #of: RunsOptions;
  readonly #results: GoldenRunResult[] = [];
  readonly #patterns = new PatternMatches();
  /** The first run of each turn that ended: repeats are compared with it. */
  readonly #first: RecordedRun[] = [];
  #variesAt: StepOfTurn | undefined;
  /** The app doesn't take a run of this test: further runs would fail the same way. */
  #isHopeless = false;

  constructor(options: RunsOptions) {
    this.#of = options;
  }

  /** The first step at which the runs of this test did different things. */
  get variesAt(): StepOfTurn | undefined {
    return this.#variesAt;
  }

  get results(): readonly GoldenRunResult[] {
    return this.#results.toSorted((one, other) => one.attempt - other.attempt);
  }

  async run(attempt: number): Promise<void> {
    if (this.#isHopeless) return;
    const result = await this.#result(attempt);
    this.#results.push(result);
    this.#of.onProgress({ kind: "ended", result });
  }

  /** Sends the turns one after another. One that doesn't pass ends the conversation. */
  async #result(attempt: number): Promise<GoldenRunResult> {
    const { turns, isConversation } = this.#of.test;
    const ids: ConversationIds = isConversation ? { session_id: randomUUID() } : {};
    const results: GoldenRunResult[] = [];
    for (const index of turns.keys()) {
      const result = await this.#turn(attempt, index, ids);
      const kind = result.failure?.kind;
      this.#isHopeless ||= result.runId === undefined && kind !== undefined && hopelessKinds.includes(kind);
      results.push(result);
      if (result.kind !== "passed") break;
    }
    return isConversation ? conversationResult(this.#of.test, results) : results[0]!;
  }

  async #turn(attempt: number, index: number, ids: ConversationIds): Promise<GoldenRunResult> {
    if (this.#of.signal.aborted) return { attempt, kind: "canceled", checks: [] };
    let created: { runId: string } | NotStarted;
    try {
      created = await this.#create(attempt, index, ids);
    } catch (error) {
      if (this.#of.signal.aborted && asApiError(error).kind === "aborted")
        return { attempt, kind: "canceled", checks: [] };
      return errored(attempt, runFailure(error));
    }
    if ("failure" in created) return { attempt, checks: [], ...created };
    const { runId } = created;
    this.#of.onProgress({ kind: "created", attempt, runId, turn: this.#numberOf(index) });
    const followed = await followTestRun({
      deps: this.#of.deps,
      runId,
      recorded: this.#of.test.turns[index]!.answers,
      signal: this.#of.signal,
      onAnswer: (prompt) => this.#of.onProgress({ kind: "answering", attempt, runId, prompt }),
    });
    return this.#judge({ attempt, index, runId }, followed);
  }

  /** @param ids those of the conversation so far, which get the user of its first turn */
  async #create(attempt: number, index: number, ids: ConversationIds): Promise<{ runId: string } | NotStarted> {
    const { app, creator, prepare, checkUser } = this.#of.deps;
    const { name, turns, isConversation, repeat } = this.#of.test;
    const newSession = ids.session_id ?? randomUUID();
    const prepared = await prepare(this.#of.test, index, newSession);
    // `user_id` may contain `${uuid}`: the value of the first turn is used for all turns.
    if (isConversation && index === 0) ids.user_id = prepared.request.user_id;
    const session = !isConversation && turns[index]!.request.newSession ? { session_id: newSession } : {};
    const request = { ...prepared.request, ...session, ...withoutUndefined(ids) };
    const userId = request.user_id;
    const problem = userId === undefined ? undefined : await checkUser?.(userId);
    if (problem) return problem;
    const times = repeat.times === 1 ? "" : `${attempt} of ${repeat.times}`;
    const which = [times, isConversation ? `turn ${index + 1}` : ""].filter(Boolean).join(", ");
    const numbered = which === "" ? name : `${name} (${which})`;
    const run = { request, files: prepared.files, mode: "background", name: numbered, test: numbered } as const;
    const created = await creator.create(app, run, { signal: this.#of.signal });
    return { runId: created.runId };
  }

  async #judge({ attempt, index, runId }: TestRun, followed: FollowedRun): Promise<GoldenRunResult> {
    switch (followed.kind) {
      case "stopped":
        return { attempt, runId, kind: "canceled", checks: [], failure: await this.#letGo(runId) };
      case "failed": {
        const { failure } = followed;
        // A run that waits for a person would wait for ever: its test is over.
        const more = failure.kind === "asked" ? await this.#letGo(runId) : undefined;
        const sentence = more ? `${failure.sentence} ${more.sentence}` : failure.sentence;
        return errored(attempt, { ...failure, sentence }, runId);
      }
      case "ended":
        try {
          return this.#check({ attempt, index, runId }, followed);
        } catch (error) {
          // A check that breaks is the failure of its run, so that the other runs and tests go on.
          onUnexpectedError(error);
          const sentence = `The run can't be checked: ${asApiError(error).message}`;
          return errored(attempt, { kind: "lost", sentence }, runId);
        }
    }
  }

  #check({ attempt, index, runId }: TestRun, { run, steps }: RecordedRun): GoldenRunResult {
    const { cover } = this.#of.deps;
    const golden = this.#of.golden[index];
    const checks = evaluateChecks(this.#of.test.turns[index]!, run, steps, cover, this.#patterns);
    const passed = checks.every((each) => each.passed);
    this.#noteVariation(index, { run, steps });
    return {
      attempt,
      runId,
      kind: passed ? "passed" : "failed",
      status: run.status,
      checks,
      duration: ownDuration(steps),
      mocked: mockedNames(steps),
      firstDifference: passed || !golden ? undefined : this.#divergence(golden, { run, steps }),
    };
  }

  #divergence(golden: RecordedRun, run: RecordedRun): FirstDifference | undefined {
    const { cover } = this.#of.deps;
    return cover ? firstDivergence(cover.value(golden), cover.value(run)) : firstDivergence(golden, run);
  }

  /** Notes where a run differs from the first one. No other is kept: a hundred long stories would fill the memory. */
  #noteVariation(index: number, run: RecordedRun): void {
    if (this.#of.test.repeat.times === 1) return;
    const first = (this.#first[index] ??= run);
    const found = first === run ? undefined : firstDivergence(first, run, true)?.step;
    if (!found) return;
    const { turn: at = 1, number } = this.#variesAt ?? { number: Infinity };
    const isEarlier = index + 1 === at ? found.number < number : index + 1 < at || number === Infinity;
    if (isEarlier) this.#variesAt = { ...found, turn: this.#numberOf(index) };
  }

  /** The number of a turn, from 1; `undefined` without a conversation. */
  #numberOf(index: number): number | undefined {
    return this.#of.test.isConversation ? index + 1 : undefined;
  }

  /** Cancels a run of a test that is over. @returns what went wrong with that */
  async #letGo(runId: string): Promise<RunFailure | undefined> {
    try {
      const { app } = this.#of.deps;
      // The result of the cancel is shown when somebody opens the run: the test doesn't need it.
      await cancelRun(await app.api(), app.store, runId, () => undefined);
      return undefined;
    } catch (error) {
      const sentence = `The run couldn't be canceled and may still be running: ${asApiError(error).message}`;
      return { kind: "lost", sentence };
    }
  }
}

/** The failures after which more runs of the same test would not start either. */
const hopelessKinds: readonly RunFailure["kind"][] = ["unreachable", "refused", "accounts"];

/** The result of a run that came to no check. */
export function errored(attempt: number, failure: RunFailure, runId?: string): GoldenRunResult {
  return { attempt, runId, kind: "errored", checks: [], failure };
}

type Steps = readonly StoryStep[];

/**
 * Another input, or else the first step at which an agent did something else: another call, other arguments, another
 * order. Where there is none, what differs first at all, unless only behaviour counts: a model's words are never the
 * same twice. The step's number is that of the run, or of the other one where only that has it.
 */
function firstDivergence(golden: RecordedRun, run: RecordedRun, onlyBehaviour = false): FirstDifference | undefined {
  const { rows } = compareStories(golden, run);
  const isOther = (row: ComparisonRow): boolean =>
    row.value
      ? row.value === "input" && row.kind === "changed" && !onlyBehaviour
      : isBehaviour(row, golden.steps, run.steps);
  const row = rows.find(isOther) ?? (onlyBehaviour ? undefined : rows.find(isDifference));
  if (!row) return undefined;
  const sentence = rowSentence(row, golden, run);
  if (row.value) return { name: row.value, sentence };
  const step = row.b === undefined ? golden.steps[row.a ?? 0] : run.steps[row.b];
  const ref = step && stepRef(step, row.b ?? row.a ?? 0);
  return ref && { step: ref, name: ref.name, sentence };
}

function isBehaviour(row: ComparisonRow, reference: Steps, steps: Steps): boolean {
  if (row.kind === "equal") return false;
  const step = row.a === undefined ? steps[row.b ?? 0] : reference[row.a];
  if (step && ("growing" in step || step.kind === "notice")) return false;
  return row.kind !== "changed" || row.parts.some((part) => part !== "text" && part !== "result");
}

/** The names of calls and nodes that were mocked, each once; `undefined` for none. */
function mockedNames(steps: readonly StoryStep[]): string[] | undefined {
  const names = steps.flatMap((step) => {
    if (step.kind === "workflow") return step.nodes.filter(({ mocked }) => mocked).map(({ name }) => name);
    return step.kind === "tool" && step.mocked ? [step.name] : [];
  });
  return names.length === 0 ? undefined : [...new Set(names)];
}
