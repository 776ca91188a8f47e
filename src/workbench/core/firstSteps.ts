import { type FirstStep, firstStepKeys } from "#host/ids.ts";

/** The global state of the extension. */
interface State {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The key of the names of the steps in the global state. */
export const firstStepsKey = "dynamiqRuns.firstSteps";

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
  const noted = new Set<FirstStep>();
  const know = (step: FirstStep): void => {
    noted.add(step);
    setKey(firstStepKeys[step]);
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

/** Other versions may have other steps. */
function doneIn(state: State): FirstStep[] {
  const stored = state.get(firstStepsKey);
  const isDone = (step: string): step is FirstStep => Array.isArray(stored) && stored.includes(step);
  return Object.keys(firstStepKeys).filter(isDone);
}
