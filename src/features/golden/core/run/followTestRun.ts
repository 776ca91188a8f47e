import type { InputRequest, Run } from "#api/schemas.ts";
import type { GoldenAnswer } from "#features/golden/core/file/goldenTypes.ts";
import type { RunFailure } from "#features/golden/core/goldenResult.ts";
import { isTerminal } from "#model/status.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import type { RunWatch } from "#runs/live/watchTypes.ts";
import type { InputRequestStep, StoryStep } from "#runs/story/storySteps.ts";
import { NewQuestions } from "#workbench/inputRequests/core/askedQuestions.ts";
import { promptOf, replayedAnswer } from "./replayedAnswer.ts";
import type { GoldenTestDeps } from "./testDeps.ts";

export type FollowedRun =
  | { kind: "ended"; run: Run; steps: readonly StoryStep[] }
  | { kind: "failed"; failure: RunFailure }
  | { kind: "stopped" };

export interface FollowOptions {
  deps: Pick<GoldenTestDeps, "app" | "answers" | "gone">;
  runId: string;
  recorded: readonly GoldenAnswer[];
  signal: AbortSignal;
  onAnswer: (prompt: string) => void;
}

/** Follows a run to its end, and answers its input requests. Never rejects because of the app. */
export async function followTestRun(options: FollowOptions): Promise<FollowedRun> {
  const watch = options.deps.app.watcher.watch(options.runId);
  try {
    return await new Follower(watch, options).end();
  } finally {
    watch.dispose();
  }
}

function lost(reason: string): FollowedRun {
  return { kind: "failed", failure: { kind: "lost", sentence: `The run can no longer be followed: ${reason}` } };
}

class Follower {
  readonly #watch: RunWatch;
  readonly #options: FollowOptions;
  readonly #questions = new NewQuestions();
  /** The answers that were sent, which are sent once. */
  readonly #used = new Set<GoldenAnswer>();

  constructor(watch: RunWatch, options: FollowOptions) {
    this.#watch = watch;
    this.#options = options;
  }

  end(): Promise<FollowedRun> {
    const { signal, deps } = this.#options;
    return new Promise((resolve, reject) => {
      const stop = (): void => resolve({ kind: "stopped" });
      const lose = (): void => resolve(lost("its connection has changed."));
      const look = (): void => {
        const found = this.#look((failure) => resolve({ kind: "failed", failure }), reject);
        if (found) resolve(found);
      };
      if (signal.aborted) return stop();
      if (deps.gone?.aborted) return lose();
      signal.addEventListener("abort", stop, { once: true });
      deps.gone?.addEventListener("abort", lose, { once: true });
      this.#watch.onDidChange(look);
      look();
    });
  }

  #look(fail: (failure: RunFailure) => void, reject: (error: unknown) => void): FollowedRun | undefined {
    const { run, state, runStory } = this.#watch;
    if (state.kind === "failed") return lost(state.error.message);
    if (!run) return undefined;
    if (state.kind === "ended" && isTerminal(run.status)) return { kind: "ended", run, steps: runStory.steps };
    for (const request of pendingInputRequests(run)) {
      const asked = runStory.story.request(request.id);
      if (!this.#questions.take(request.id, asked)) continue;
      this.#answer(run, request, asked).then((failure) => failure && fail(failure), reject);
    }
    return undefined;
  }

  async #answer(run: Run, listed: InputRequest, asked: InputRequestStep | undefined): Promise<RunFailure | undefined> {
    const { deps, recorded, onAnswer } = this.#options;
    // The run may still list the question before.
    const request = asked?.isLater ? { ...listed, ...(asked.data as InputRequest), type: listed.type } : listed;
    const replay = replayedAnswer(request, recorded, this.#used);
    if ("failure" in replay) return replay.failure;
    this.#used.add(replay.from);
    onAnswer(promptOf(request));
    const ref = { connectionId: deps.app.connectionId, runId: run.id, requestId: request.id, asked: asked?.asked };
    const outcome = await deps.answers.send(ref, replay.answer, true);
    const failed = (reason: string): RunFailure => ({
      kind: "asked",
      sentence: `The recorded answer to ${promptOf(request)} wasn't sent: ${reason}`,
      range: replay.from.range,
    });
    if (outcome.kind === "failed") return failed(outcome.error.message);
    // If it was answered elsewhere, or isn't pending any more, the run continues without this answer.
    return outcome.kind === "open" ? failed("no one confirmed it.") : undefined;
  }
}
