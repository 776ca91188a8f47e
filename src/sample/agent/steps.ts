import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import type { ChatMemory } from "#sample/runs/chatMemory.ts";
import type { Random } from "./random.ts";

/** The next thing that an agent does. `after` is the time until then, in milliseconds at the speed for a person. */
export type Step =
  | { kind: "event"; after: number; type: string; data: unknown; source?: unknown }
  /** Asks a person. The script continues with the answer. With a checkpoint the run pauses until then. */
  | { kind: "ask"; after: number; type: string; request: InputRequest; checkpoint?: string }
  /** Pauses the run for a time, in milliseconds, or without one until somebody cancels it. */
  | { kind: "pause"; after: number; checkpoint: string; lasts?: number };

export type Outcome = { output: unknown } | { error: RunError | FlowFailure };

interface RunError {
  code: string;
  message: string;
  retryable: boolean;
  details: unknown;
}

/** Why a run of an app that was built with the SDK failed. */
interface FlowFailure {
  type: string;
  message: string;
  recoverable: boolean;
  failed_nodes: readonly { id: string; name: string; error_message: string }[];
}

/** An agent's script: the same for a live run and for a run of the past. */
export type Script<Result = Outcome> = Generator<Step, Result, InputAnswer | undefined>;

export interface AgentFile {
  name: string;
  /** In bytes. */
  size: number;
  mimeType: string;
}

/** Everything that a script may depend on. */
export interface AgentContext {
  input: Record<string, unknown>;
  files: readonly AgentFile[];
  random: Random;
  /** What makes a conversation, if the run has it. */
  userId?: string;
  sessionId?: string;
  /** What the app remembers of its conversations. */
  memory?: ChatMemory;
  /** Makes the script fail in this way, whatever the input says. */
  failure?: string;
}
