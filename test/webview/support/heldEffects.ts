import type { PanelPage } from "./panelPage.ts";

/**
 * Holds back what Preact does after a drawing: its effects run in a timer without a delay, which is late in a page that
 * is busy. Messages are sent with `post` meanwhile, because `send` waits for such a timer, too.
 *
 * @returns a function that lets everything run that was held back
 */
export async function holdEffects({ frame }: Pick<PanelPage, "frame">): Promise<() => Promise<void>> {
  const release = await frame.evaluateHandle(() => {
    const ofPage = window.setTimeout.bind(window);
    const held: (() => void)[] = [];
    const hold = (work: () => void, delay?: number): number =>
      delay === undefined ? held.push(work) : ofPage(work, delay);
    Object.assign(window, { setTimeout: hold });
    return () => {
      Object.assign(window, { setTimeout: ofPage });
      for (const work of held) work();
    };
  });
  return () => release.evaluate((run) => run());
}
