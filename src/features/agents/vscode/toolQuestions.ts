/**
 * Nobody reads a question and answers it in less time, in milliseconds. It is counted in steps: in an extension host
 * that is busy for seconds, an approval of VS Code's own arrives late, but no steps have gone by.
 */
const minAnswerTime = 1_000;
const checkInterval = 100;
/** In milliseconds. An agent's call follows the answer at once, so an older question belongs to a call that never came. */
const maxQuestionTime = 60 * 60_000;

/**
 * The questions that VS Code shows before it calls a tool. VS Code prepares each call, shows the question and calls the
 * tool, or doesn't call it when the person skips it, which it tells nobody. It may also approve the call by itself, in a
 * session without approvals, for a hook, or by a setting. Such a call comes right after it was prepared, faster than a
 * person could answer, and is asked about again. So only the newest question counts: every call has one of its own, and
 * an older one may be one that the person has skipped.
 */
export class ToolQuestions {
  readonly #now: () => number;
  /** The newest question, by its fingerprint. */
  readonly #asked = new Map<string, Question>();
  /** When each call came. What the call itself then takes gives a person no time. */
  readonly #arrived = new WeakMap<AbortSignal, number>();

  /** @param now in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes that VS Code asks a question now. */
  begin(fingerprint: string): void {
    const now = this.#now();
    for (const [key, { askedAt }] of this.#asked) if (now - askedAt > maxQuestionTime) this.#asked.delete(key);
    const question: Question = { askedAt: now, readAt: Infinity };
    this.#asked.set(fingerprint, question);
    let left = minAnswerTime / checkInterval;
    const count = (): void => {
      left -= 1;
      if (left === 0) question.readAt = this.#now();
      else setTimeout(count, checkInterval).unref();
    };
    setTimeout(count, checkInterval).unref();
  }

  /** Notes that VS Code calls a tool now. @param call its signal */
  arrive(call: AbortSignal): void {
    this.#arrived.set(call, this.#now());
  }

  /** Whether a person has agreed to what a call does. Each answer counts for one call. */
  take(fingerprint: string, call: AbortSignal): boolean {
    const question = this.#asked.get(fingerprint);
    this.#asked.delete(fingerprint);
    const arrived = this.#arrived.get(call);
    if (!question || arrived === undefined) return false;
    return arrived >= question.readAt && arrived - question.askedAt <= maxQuestionTime;
  }
}

/** The times of a question, both in milliseconds. */
interface Question {
  askedAt: number;
  /** The time from which on a person can have read and answered it. */
  readAt: number;
}
