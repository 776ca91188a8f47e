/** A part of the workbench to which features add something, without being known there. */
export interface Point<Added> {
  /** The name, for errors. */
  readonly name: string;
  /** Never set: it keeps what is added in the type. */
  readonly added?: Added;
}

/** @param name what is added, in the plural */
export function point<Added>(name: string): Point<Added> {
  return { name };
}

/** What a feature adds to a point, once all features are built. */
export interface Addition<App> {
  to: Point<unknown>;
  make: (app: App) => unknown;
}

/** @param make gets what all features offer */
export function adds<Added, App>(to: Point<Added>, make: (app: App) => Added): Addition<App> {
  return { to, make };
}

/** What the features have added to each point. */
export class Points {
  #added: ReadonlyMap<Point<unknown>, readonly unknown[]> | undefined;

  /** Takes what the features add. Called once, when all are built. */
  open(added: ReadonlyMap<Point<unknown>, readonly unknown[]>): void {
    this.#added = added;
  }

  /** What features have added to a point, in their order. @throws Error while they are built: others may add more */
  of<Added>(to: Point<Added>): readonly Added[] {
    if (!this.#added) throw new Error(`The extension is still starting, so ${to.name} can't be read yet.`);
    return (this.#added.get(to) ?? []) as readonly Added[];
  }
}
