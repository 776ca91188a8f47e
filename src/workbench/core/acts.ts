import type { CommandId } from "#host/commandIds.ts";
import type { IconName } from "#ui/icons.ts";

/** What a feature does with something that a page shows: a button there, or an entry of its menu. */
export interface Act<Target> {
  /** Called with the target. */
  command: CommandId;
  name: string;
  icon: IconName;
  /** The position among the others: the lower, the earlier. */
  order: number;
  /** Whether it can be done with this. Without it, it always can. */
  fits?: (target: Target) => boolean;
}

/** An act as a page shows it. */
export interface ActView extends Pick<Act<never>, "name" | "icon"> {
  id: string;
}

/** The acts that can be done with something, in order. */
export function actViews<Target>(acts: readonly Act<Target>[], target: Target): ActView[] {
  const offered = acts.filter((act) => fits(act, target)).toSorted((a, b) => a.order - b.order);
  return offered.map(actView);
}

export function actView({ command, name, icon }: Act<never>): ActView {
  return { id: command, name, icon };
}

/** The command that a page asks for; `undefined` for one that it wasn't offered, or that can't be called any more. */
export function commandOf<Target>(acts: readonly Act<Target>[], id: string, target: Target): CommandId | undefined {
  return acts.find((act) => act.command === id && fits(act, target))?.command;
}

function fits<Target>(act: Act<Target>, target: Target): boolean {
  return act.fits?.(target) ?? true;
}
