/** In milliseconds. Nobody reads a question and answers it in less time. */
const leastTime = 1_000;
/** In milliseconds. An agent's call follows the answer at once, so an older question belongs to a call that never came. */
const mostTime = 60 * 60_000;

/**
 * The questions that VS Code shows before it calls a tool. VS Code doesn't tell whether a person has answered: it may
 * also have approved the call by itself, in a session without approvals, for a hook, or by a setting. Such a call comes
 * faster than a person could answer, and is asked about again.
 */
export class AskedQuestions {
  readonly #now: () => number;
  /** When each was asked, by its fingerprint. Calls at once may ask the same. */
  readonly #asked = new Map<string, number[]>();
  /** When each call came. What the call itself then takes gives a person no time. */
  readonly #arrived = new WeakMap<AbortSignal, number>();

  /** @param now in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes that VS Code asks a question now. */
  begin(fingerprint: string): void {
    const now = this.#now();
    for (const [key, times] of this.#asked) if (times.every((time) => now - time > mostTime)) this.#asked.delete(key);
    this.#asked.set(fingerprint, [...(this.#asked.get(fingerprint) ?? []), now]);
  }

  /** Notes that VS Code calls a tool now. @param call its signal */
  arrive(call: AbortSignal): void {
    this.#arrived.set(call, this.#now());
  }

  /** Whether a person has agreed to what a call does. Each answer counts for one call. */
  take(fingerprint: string, call: AbortSignal): boolean {
    const [first, ...others] = this.#asked.get(fingerprint) ?? [];
    if (first === undefined) return false;
    if (others.length > 0) this.#asked.set(fingerprint, others);
    else this.#asked.delete(fingerprint);
    const age = (this.#arrived.get(call) ?? 0) - first;
    return age >= leastTime && age <= mostTime;
  }
}
