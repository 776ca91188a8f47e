import type { InputAnswer } from "../../api/contract.ts";
import type { InputRequest } from "../../api/schemas.ts";
import type { Random } from "./random.ts";

/** What an agent does next. `after` is the time until then, in milliseconds at the speed that is made for a person. */
export type Step =
  | { kind: "event"; after: number; type: string; data: unknown; source?: unknown }
  /**
   * Asks a person; the script goes on with the answer, or at once when it `goesOn`: then it gets it by `take`. With a
   * checkpoint the run pauses until then.
   */
  | { kind: "ask"; after: number; type: string; request: InputRequest; checkpoint?: string; goesOn?: true }
  /** Waits for the next answer to one of the requests that are open. */
  | { kind: "take"; after: 0 }
  /**
   * Pauses the run for a time, in milliseconds; without one, until somebody cancels it. A delay tells when it goes on.
   */
  | { kind: "pause"; after: number; checkpoint: string; lasts?: number; isDelay?: true };

/** How a run ends by itself. */
export type Outcome = { output: unknown } | { error: RunError | FlowFailure };

export interface RunError {
  code: string;
  message: string;
  retryable: boolean;
  details: unknown;
}

/** Why a run of an app that was built with the SDK failed. */
export interface FlowFailure {
  type: string;
  message: string;
  recoverable: boolean;
  failed_nodes: readonly { id: string; name: string; error_message: string }[];
}

/** An agent's script: the same for a run that is live and for one that is told from the past. */
export type Script<Result = Outcome> = Generator<Step, Result, InputAnswer | undefined>;

export interface AgentFile {
  name: string;
  /** In bytes. */
  size: number;
  mimeType: string;
}

/** All that a script may depend on. */
export interface AgentContext {
  input: Record<string, unknown>;
  files: readonly AgentFile[];
  random: Random;
  /** Makes the script fail in this way, whatever its input says. */
  failure?: string | undefined;
}
