import type { OwnContextValues } from "#host/contextKeys.ts";

/** The global state of the extension. */
interface State {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The key of what was done in the global state: a list of context keys. */
export const firstStepsKey = "dynamiqRuns.firstSteps";

const keyStart = "dynamiqRuns.has";

/** A context key of what a person has done at least once. */
type FirstStep = Extract<keyof OwnContextValues, `${typeof keyStart}${string}`>;

/** What a person has done at least once, in any window. The walkthrough ticks its steps by it. */
export interface FirstSteps {
  /** Notes that a person has done it: not just called a command, but come to its end. */
  note(step: FirstStep): void;
}

/**
 * Sets the keys of what was done before, too: it may have been done long before somebody opens the walkthrough.
 *
 * @param setKey sets a context key to true
 */
export function createFirstSteps(
  state: State,
  setKey: (key: string) => void,
  onError: (error: unknown) => void,
): FirstSteps {
  const noted = new Set<string>();
  const know = (step: string): void => {
    noted.add(step);
    setKey(step);
  };
  doneIn(state).forEach(know);
  return {
    note(step) {
      if (noted.has(step)) return;
      know(step);
      // Another window may have stored some since this one began.
      state.update(firstStepsKey, [...new Set([...doneIn(state), step])]).then(undefined, onError);
    },
  };
}

/** Other versions may have other steps: nothing asks for their keys. */
function doneIn(state: State): string[] {
  const stored = state.get(firstStepsKey);
  const isStep = (step: unknown): step is string => typeof step === "string" && step.startsWith(keyStart);
  return Array.isArray(stored) ? stored.filter(isStep) : [];
}
