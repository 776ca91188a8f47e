/** How many answers are under way at a time. */
const mostAtOnce = 4;

/**
 * Does something for each of them in order, at most four at a time.
 *
 * @param act never rejects
 */
export async function inTurn<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const work = async (): Promise<void> => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: mostAtOnce }, work));
}
