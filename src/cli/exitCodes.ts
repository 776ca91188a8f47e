/** How a command ends; scripts rely on these numbers, and docs/cli.md explains them. */
export const exitCodes = {
  passed: 0,
  /** A run or a test failed, a run was canceled, or a result couldn't be written. */
  failed: 1,
  /** The command line or one of its files is wrong. Nothing was sent. */
  usage: 2,
  /** The app can't be reached or refused the request, or the effect isn't known. */
  unreachable: 3,
  /** Ctrl+C: 128 and the signal's number, as shells count. */
  interrupted: 130,
  terminated: 143,
} as const;
