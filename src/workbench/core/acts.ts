import type { IconName } from "#ui/icons.ts";

/** What a feature does with something that a page shows: a button there, or an entry of its menu. */
export interface Act<Target> {
  /** For messages of the page: no other act of its point has it. */
  id: string;
  name: string;
  icon: IconName;
  /** Its place among the others: the lower, the earlier. */
  order: number;
  /** Whether it can be done with this. Without it, it always can. */
  fits?: (target: Target) => boolean;
  run: (target: Target) => unknown;
}

/** An act as a page shows it. */
export type ActView = Pick<Act<never>, "id" | "name" | "icon">;

/** The acts that can be done with something, in order. */
export function actViews<Target>(acts: readonly Act<Target>[], target: Target): ActView[] {
  const offered = acts.filter(({ fits }) => fits?.(target) ?? true).toSorted((a, b) => a.order - b.order);
  return offered.map(({ id, name, icon }) => ({ id, name, icon }));
}

/** Does what a page asks for. An act that can't be done (any more) isn't. */
export function runAct<Target>(acts: readonly Act<Target>[], id: string, target: Target): unknown {
  const act = acts.find((each) => each.id === id);
  return act && (act.fits?.(target) ?? true) ? act.run(target) : undefined;
}
