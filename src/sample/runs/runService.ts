import { randomInt, randomUUID } from "node:crypto";
import type { InputAnswer } from "../../api/contract.ts";
import { startAgent } from "../agent/agent.ts";
import { Random } from "../agent/random.ts";
import type { DriftingRuns } from "../desk/drift.ts";
import type { CreateBody } from "../requests/createBody.ts";
import { Accounts } from "./accounts.ts";
import { ChatMemory } from "./chatMemory.ts";
import type { StoredFile } from "./fileStore.ts";
import { type Playing, RunPlayer } from "./player.ts";
import { SampleRun } from "./run.ts";
import type { RunRepository } from "./runRepository.ts";

/** What runs do that are created over the API. */
interface Behaviour {
  drifting?: DriftingRuns;
  /** See {@link Playing.scriptedTimes}. */
  scriptedTimes: boolean;
}

/** Creates, plays, answers and cancels runs. */
export class RunService {
  readonly memory = new ChatMemory();
  readonly #appId: string;
  readonly #runs: RunRepository;
  readonly #speed: number;
  readonly #accounts: Accounts;
  readonly #behaviour: Behaviour;
  readonly #players = new Map<string, RunPlayer>();

  constructor(
    appId: string,
    runs: RunRepository,
    speed: number,
    accounts = new Accounts(),
    behaviour: Behaviour = { scriptedTimes: false },
  ) {
    this.#appId = appId;
    this.#runs = runs;
    this.#speed = speed;
    this.#accounts = accounts;
    this.#behaviour = behaviour;
  }

  /** Creates a run with the status `created`. It starts a moment later, whether or not anybody listens. */
  create(body: CreateBody, files: readonly StoredFile[]): SampleRun {
    const random = new Random(randomInt(2 ** 32));
    const { input, userId, sessionId } = body;
    const run = new SampleRun(
      { id: randomUUID(), appId: this.#appId, input, userId, sessionId, createdAt: Date.now() },
      random,
    );
    this.#runs.add(run);
    const failure = this.#accounts.missing(userId ?? "").length > 0 ? "account_missing" : undefined;
    const { drifting, scriptedTimes } = this.#behaviour;
    const context = { input, files, random, userId, sessionId, failure, memory: this.memory };
    const script = startAgent({ ...context, drift: drifting?.next() });
    this.play(run, { script, speed: this.#speed, scriptedTimes });
    return run;
  }

  play(run: SampleRun, playing: Playing): void {
    const player = new RunPlayer(run, playing);
    this.#players.set(run.facts.id, player);
    void player.play().finally(() => this.#players.delete(run.facts.id));
  }

  /** Does nothing to a run that is terminal. */
  cancel(run: SampleRun): void {
    if (run.isTerminal) return;
    const player = this.#players.get(run.facts.id);
    player?.stop();
    run.cancel(player?.now ?? Date.now());
  }

  answer(run: SampleRun, answer: InputAnswer): void {
    const player = this.#players.get(run.facts.id);
    run.receive(answer, player?.now ?? Date.now());
    player?.answer(answer);
  }

  close(): void {
    for (const player of this.#players.values()) player.stop();
  }
}
