/** What VS Code does for a list. */
export interface Drawing<T> {
  /** Tells VS Code to draw these rows again, or all of them. */
  tell: (rows: T[] | undefined) => void;
  /** Resolves when VS Code has drawn all rows up to now. It never rejects. */
  drawn: () => Promise<void>;
}

/** Redraws of a list, which a dialog that opens can pause. */
export interface Pausable {
  /** Starts no redraw until `resume` was called as often. @returns when VS Code draws nothing any more */
  pause(): Promise<void>;
  resume(): void;
}

export interface Redraws<T> extends Pausable {
  /** Draws a row again soon, or without one all of them. */
  fire(row: T | undefined): void;
  /** Gives VS Code the rows that it has asked for: in a pause, when it has ended. */
  give<R>(rows: R | Promise<R>): Promise<R>;
}

/**
 * One redraw at a time, with all rows that have changed meanwhile. At its end VS Code returns the focus to the list,
 * also from a dialog that has just opened: hence the pauses. No class, because the shell bundle has none.
 */
export function createRedraws<T>({ tell, drawn }: Drawing<T>): Redraws<T> {
  const waiting = new Set<T | undefined>();
  /** How many pauses there are, and the end of the last one. */
  let pauses = 0;
  let ended = Promise.withResolvers<void>();
  const noPause = (): Promise<void> => (pauses > 0 ? ended.promise.then(noPause) : Promise.resolve());
  let isAsked = false;
  let drawing: Promise<void> | undefined;
  /** How often VS Code waits for rows that it has asked for since the redraw began. */
  let unanswered = 0;
  /** Resolved when VS Code waits for rows that it gets after the pause. */
  let stuck = Promise.withResolvers<void>();

  const draw = (): void => {
    isAsked = false;
    if (pauses > 0 || drawing || waiting.size === 0) return;
    const rows = waiting.has(undefined) ? undefined : [...waiting].filter((row) => row !== undefined);
    waiting.clear();
    unanswered = 0;
    tell(rows);
    drawing = drawn().then(() => {
      drawing = undefined;
      draw();
    });
  };
  /** The rows that change in one moment are drawn together. */
  const drawSoon = (): void => {
    if (!isAsked) queueMicrotask(draw);
    isAsked = true;
  };

  return {
    fire(row) {
      waiting.add(row);
      drawSoon();
    },
    async pause() {
      if (pauses++ === 0) stuck = Promise.withResolvers();
      if (drawing && unanswered === 0) await Promise.race([drawing, stuck.promise]);
    },
    resume() {
      if (pauses === 0 || --pauses > 0) return;
      ended.resolve();
      ended = Promise.withResolvers();
      drawSoon();
    },
    async give(rows) {
      const asking = drawing;
      unanswered++;
      stuck.resolve();
      try {
        return await rows;
      } finally {
        await noPause();
        // Another redraw has begun to count anew.
        if (asking === drawing) unanswered--;
      }
    },
  };
}
