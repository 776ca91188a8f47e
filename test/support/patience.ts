/**
 * How long a test waits for what a person should see, in milliseconds. It only ends what hangs: no machine is so slow
 * or so busy that a test needs it, so none fails for its speed.
 */
export const patience = 120_000;
