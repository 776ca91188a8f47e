export const sequences = (events: { sequence: number }[]): number[] => events.map(({ sequence }) => sequence);
export const cursorsOf = (requests: { url: string }[]): (string | null)[] =>
  requests.map(({ url }) => new URL(url, "http://host").searchParams.get("after_sequence"));

export function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
