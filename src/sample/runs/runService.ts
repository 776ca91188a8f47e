import { randomInt, randomUUID } from "node:crypto";
import type { InputAnswer } from "#api/contract.ts";
import { startAgent } from "#sample/agent/agent.ts";
import { Random } from "#sample/agent/random.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import type { CreateBody } from "#server/requests/createBody.ts";
import type { StoredFile } from "#server/runs/fileStore.ts";
import type { RunRepository } from "#server/runs/runRepository.ts";
import { ServedRun } from "#server/runs/servedRun.ts";
import type { RunService } from "#server/servedApp.ts";
import { ChatMemory } from "./chatMemory.ts";
import { type Playing, RunPlayer } from "./player.ts";

export interface RunServiceOptions {
  /** The script of a created run; `undefined` for one of the sample app's own. */
  script?: (context: AgentContext) => Script | undefined;
  speed: number;
  /** See {@link Playing.scriptedTimes}. */
  scriptedTimes: boolean;
}

/** Creates, plays, answers and cancels runs. */
export class SampleRunService implements RunService {
  readonly memory = new ChatMemory();
  readonly #appId: string;
  readonly #runs: RunRepository;
  readonly #options: RunServiceOptions;
  readonly #players = new Map<string, RunPlayer>();

  constructor(appId: string, runs: RunRepository, options: RunServiceOptions) {
    this.#appId = appId;
    this.#runs = runs;
    this.#options = options;
  }

  /** Creates a run with the status `created`. It starts a moment later, whether or not anybody listens. */
  create(body: CreateBody, files: readonly StoredFile[]): ServedRun {
    const random = new Random(randomInt(2 ** 32));
    const { input, userId, sessionId } = body;
    const run = new ServedRun(
      { id: randomUUID(), appId: this.#appId, input, userId, sessionId, createdAt: Date.now() },
      () => random.uuid(),
    );
    this.#runs.add(run);
    const { speed, scriptedTimes } = this.#options;
    const context = { input, files, random, userId, sessionId, memory: this.memory };
    this.play(run, { script: this.#options.script?.(context) ?? startAgent(context), speed, scriptedTimes });
    return run;
  }

  play(run: ServedRun, playing: Playing): void {
    const player = new RunPlayer(run, playing);
    this.#players.set(run.facts.id, player);
    void player.play().finally(() => this.#players.delete(run.facts.id));
  }

  /** Does nothing to a run that is terminal. */
  cancel(run: ServedRun): void {
    if (run.isTerminal) return;
    const player = this.#players.get(run.facts.id);
    player?.stop();
    run.cancel(player?.now ?? Date.now());
  }

  answer(run: ServedRun, answer: InputAnswer): void {
    const player = this.#players.get(run.facts.id);
    run.receive(answer, player?.now ?? Date.now());
    player?.answer(answer);
  }

  close(): void {
    for (const player of this.#players.values()) player.stop();
  }
}
