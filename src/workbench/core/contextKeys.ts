/**
 * The `when` clauses of package.json hide commands that have nothing to work with, by context keys of each feature. A
 * command that still has nothing throws `NothingToDo`.
 */

import { type Disposable, DisposableStore } from "#base/disposable.ts";
import type { Event } from "#base/emitter.ts";
import type { OwnContextValues } from "#host/contextKeys.ts";
import { setContextKey } from "#host/setContextKey.ts";

/** What a feature says, by its own names for its context keys. */
type States<Keys extends Readonly<Record<string, keyof OwnContextValues>>> = {
  [Name in keyof Keys]: OwnContextValues[Keys[Name]];
};

/** Sets the context keys of one feature, at once and after changes. Changes come in bursts. */
export function keepContextKeys<const Keys extends Readonly<Record<string, keyof OwnContextValues>>>(
  sources: readonly { onDidChange: Event<unknown> }[],
  keys: Keys,
  read: () => States<Keys>,
): Disposable {
  const owned = new DisposableStore();
  let lastStates: Partial<States<Keys>> = {};
  let isPending = false;
  const set = (): void => {
    isPending = false;
    const states = read();
    for (const [name, key] of Object.entries(keys) as [keyof Keys, Keys[keyof Keys]][])
      if (states[name] !== lastStates[name]) void setContextKey(key, states[name]);
    lastStates = states;
  };
  for (const { onDidChange } of sources)
    owned.add(
      onDidChange(() => {
        if (isPending) return;
        isPending = true;
        queueMicrotask(set);
      }),
    );
  set();
  return owned;
}
