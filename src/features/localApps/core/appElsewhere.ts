import * as z from "zod";
import { Emitter } from "#base/emitter.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { type LocalAppAddress, askLocalApp } from "./askLocalApp.ts";
import type { LocalAppState, RunningLocalApp } from "./localAppServer.ts";
import { errorSchema, nodeSchema } from "./workerMessages.ts";

const stateSchema: z.ZodType<LocalAppState> = z.object({
  state: z.enum(["unloaded", "loading", "ready", "broken"]),
  target: z.string(),
  error: errorSchema.optional(),
  app: z
    .object({ id: z.string(), name: z.string().nullish(), nodes: z.array(nodeSchema), input_schema: z.unknown() })
    .optional(),
  interpreter: z.string().optional(),
  python: z.string().optional(),
});

/** In milliseconds: how often another window is asked for its app's state. */
const lookInterval = 1_000;
/** A local app that another window serves. This window uses it, so that code isn't loaded twice. */
export class AppElsewhere implements RunningLocalApp {
  readonly url: string;
  readonly accessKey: string;
  readonly #changed = new Emitter<void>();
  readonly #ended = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  /** Fires once when it doesn't answer any more: its window is closed, or the person has stopped it there. */
  readonly onDidEnd = this.#ended.event;
  readonly #looking: NodeJS.Timeout;
  #state: LocalAppState;

  private constructor(address: LocalAppAddress, state: LocalAppState) {
    this.url = address.url;
    this.accessKey = address.accessKey;
    this.#state = state;
    this.#looking = setInterval(() => void this.#look().catch(onUnexpectedError), lookInterval);
    this.#looking.unref();
  }

  /** @returns `undefined` when no server of this target answers there */
  static async find(address: LocalAppAddress, target: string): Promise<AppElsewhere | undefined> {
    const state = await stateOf(address, "GET", "/v1/local");
    return state?.target === target ? new AppElsewhere(address, state) : undefined;
  }

  get state(): LocalAppState {
    return this.#state;
  }

  async load(): Promise<void> {
    this.#take(await stateOf(this, "POST", "/v1/local/load"));
  }

  /** The app goes on: only its own window ends it. */
  dispose(): void {
    clearInterval(this.#looking);
    this.#changed.dispose();
    this.#ended.dispose();
  }

  async #look(): Promise<void> {
    this.#take(await stateOf(this, "GET", "/v1/local"));
  }

  #take(state: LocalAppState | undefined): void {
    if (!state) {
      clearInterval(this.#looking);
      this.#ended.fire();
      return;
    }
    const before = this.#state;
    this.#state = state;
    if (JSON.stringify(before) !== JSON.stringify(state)) this.#changed.fire();
  }
}

/** @returns `undefined` if nobody listens there any more, or somebody who is no local app */
async function stateOf(
  address: LocalAppAddress,
  method: "GET" | "POST",
  path: string,
): Promise<LocalAppState | undefined> {
  const data = await askLocalApp(address, method, path).catch(() => undefined);
  return stateSchema.safeParse(data).data;
}
