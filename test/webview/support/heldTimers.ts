import type { PanelPage } from "./panelPage.ts";

/**
 * Holds back the page's timers with this delay, so that a test doesn't depend on how fast the machine is.
 *
 * @param delay in milliseconds; `undefined` for timers without one
 * @returns a function that lets everything run that was held back, and holds nothing any more
 */
export async function holdTimers(
  { frame }: Pick<PanelPage, "frame">,
  delay: number | undefined,
): Promise<() => Promise<void>> {
  const release = await frame.evaluateHandle((held) => {
    const ofPage = window.setTimeout.bind(window);
    const waiting: (() => void)[] = [];
    const hold = (work: () => void, after?: number): number =>
      after === held ? waiting.push(work) : ofPage(work, after);
    Object.assign(window, { setTimeout: hold });
    return () => {
      Object.assign(window, { setTimeout: ofPage });
      for (const work of waiting) work();
    };
  }, delay);
  return () => release.evaluate((run) => run());
}
