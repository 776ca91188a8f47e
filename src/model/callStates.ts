import type { Tone } from "./status.ts";

/** The states of a tool call, which are also the words for them, and how each looks. */
export const callStates = {
  running: { icon: "loading", tone: "run" },
  finished: { icon: "check", tone: "idle" },
  /** The run ended, or the agent continued, without a result. */
  unfinished: { icon: "circle-slash", tone: "idle" },
  /** A call that failed; also one without a result that the error of the run names. */
  failed: { icon: "error", tone: "bad" },
  /** The app couldn't read its model's call. */
  discarded: { icon: "circle-slash", tone: "idle" },
  /** The app left the call out. */
  skipped: { icon: "skip", tone: "idle" },
  /** A hook of the app stopped the call, or kept its result back. */
  blocked: { icon: "shield", tone: "idle" },
  /** A person was asked for the call, and said no. */
  declined: { icon: "account", tone: "idle" },
} as const satisfies Readonly<Record<string, { icon: string; tone: Tone }>>;

export type CallState = keyof typeof callStates;

/** A call's state in a word; empty for a call that finished, which its result says. */
export function callEnding(state: CallState): string {
  return state === "finished" ? "" : state;
}
