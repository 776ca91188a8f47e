/** Does something once for each key, also when it is asked for again meanwhile; a failure isn't remembered. */
export function oncePerKey<R>(act: (key: string) => Promise<R>): (key: string) => Promise<R> {
  const known = new Map<string, Promise<R>>();
  return (key) => {
    const before = known.get(key);
    if (before) return before;
    const acting = act(key);
    known.set(key, acting);
    acting.catch(() => known.delete(key));
    return acting;
  };
}
