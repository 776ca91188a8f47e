type Report = (error: unknown) => void;

/** Throws later, so that an error is never lost, also in a test and in a page. */
const throwLater: Report = (error) => {
  queueMicrotask(() => {
    throw error;
  });
};

let report = throwLater;

/** Reports an error of work that nobody waits for. What a person has to see goes to a function of its own instead. */
export function onUnexpectedError(error: unknown): void {
  report(error);
}

/** Each process sets its one reporter at its start; before, errors are thrown in a task of their own. */
export function reportUnexpectedErrors(to: Report = throwLater): void {
  report = to;
}
