/** Does something once for each key, also when it is asked for again meanwhile; a failure isn't remembered. */
export function oncePerKey<R>(act: (key: string) => Promise<R>): (key: string) => Promise<R> {
  const promises = new Map<string, Promise<R>>();
  return (key) => {
    const before = promises.get(key);
    if (before) return before;
    const acting = act(key);
    promises.set(key, acting);
    acting.catch(() => promises.delete(key));
    return acting;
  };
}
