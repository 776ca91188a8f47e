import type { WebviewPanel } from "vscode";
import type { StateFolder } from "#storage/stateFolder.ts";
import type { Addition, Point, Points } from "./points.ts";

/** A command: what it needs of the app, and the arguments that it was called with. */
type Command<App> = (app: App, first: unknown, second: unknown) => unknown;

/** Panels of one kind, which are restored after a reload of the window. */
interface RestoredPanels {
  /** @param state what the page kept with `setState` */
  restore(panel: WebviewPanel, state: unknown): void;
}

/**
 * A feature: what a person knows by a name, in a folder of its own. It is built after the features above it in
 * `src/features/index.ts`, and may need what they offer.
 *
 * @typeParam Context what it takes of the core and of the features above it
 * @typeParam Services what it offers to its commands and to the features below it
 * @typeParam Names of the commands that its `contributes.ts` declares: one missing or too many is a type error
 * @typeParam Stores what it shares with other windows
 * @typeParam Late what its commands take of the features below it
 */
export type Feature<
  Context,
  Services extends object = object,
  Names extends string = never,
  Stores extends object = object,
  Late = unknown,
> = FeatureParts<Context, Services, Stores, Late> & CommandsOfFeature<Names, Context & Stores & Services & Late>;

type CommandsOfFeature<Names extends string, App> = [Names] extends [never]
  ? { commands?: undefined }
  : { commands: Readonly<Record<Names, Command<App>>> };

interface FeatureParts<Context, Services extends object, Stores extends object, Late> {
  /** The name of its folder. */
  id: string;
  /** Declares what it shares with other windows, before it is read. */
  stores?: (folder: StateFolder) => Stores;
  build: (app: Context & Stores) => Services;
  /** What it adds to points of the workbench, for which it isn't known there. */
  adds?: readonly Addition<Context & Stores & Services & Late>[];
  /** What restores its panels, by their type. */
  panels?: Readonly<Record<string, (app: Context & Stores & Services & Late) => RestoredPanels>>;
  /** Continues what an earlier window of this workspace left, once the workspace is trusted. */
  resume?: (app: Context & Stores & Services & Late) => Promise<void>;
  /** Waits until nothing is left to write. */
  settle?: (app: Context & Stores & Services & Late) => Promise<void>;
}

/** A feature of any kind. What it needs was checked when it was added. */
type AnyFeature = FeatureParts<never, object, object, never> & {
  commands?: Readonly<Record<string, Command<never>>>;
};

/** The features that are built, with what they offer together. */
export interface Built<App> {
  app: App;
  /** The commands, by their ids. */
  commands: ReadonlyMap<string, Command<App>>;
  /** What restores panels, by their type. */
  panels: ReadonlyMap<string, RestoredPanels>;
  resume: () => Promise<void>;
  settle: () => Promise<void>;
}

/** The list of features, in the order in which they are built. A feature whose needs aren't met can't be added. */
export class Features<App extends object, Late = unknown> {
  readonly #features: readonly AnyFeature[];

  private constructor(features: readonly AnyFeature[]) {
    this.#features = features;
  }

  /** An empty list. @typeParam Core what every feature gets */
  static of<Core extends object>(): Features<Core> {
    return new Features([]);
  }

  add<Services extends object, Names extends string, Stores extends object, LateOfIt>(
    feature: Feature<App, Services, Names, Stores, LateOfIt>,
  ): Features<App & Services & Stores, Late & LateOfIt> {
    return new Features([...this.#features, feature]);
  }

  /**
   * Reads what windows share, and builds everything in order. @param core what every feature gets @param missing
   * nothing, unless a feature's commands need a service that no feature offers
   */
  async build(
    folder: StateFolder,
    core: () => object,
    ...missing: App extends Late ? [] : [missing: never]
  ): Promise<Built<App>> {
    void missing;
    const stores = this.#features.map((feature) => feature.stores?.(folder) ?? {});
    await folder.load();
    const app = core();
    const { points } = app as { points?: Points };
    for (const [index, feature] of this.#features.entries()) {
      Object.assign(app, stores[index]);
      Object.assign(app, feature.build(app as never));
    }
    points?.open(this.#additions(app as never));
    return this.#built(app as App);
  }

  #additions(ready: never): ReadonlyMap<Point<unknown>, readonly unknown[]> {
    const all = this.#features.flatMap(({ adds = [] }) => adds.map(({ to, make }) => ({ to, made: make(ready) })));
    const byPoint = Map.groupBy(all, ({ to }) => to);
    return new Map([...byPoint].map(([to, added]) => [to, added.map(({ made }) => made)]));
  }

  #built(app: App): Built<App> {
    const ready = app as never;
    const panels = this.#features.flatMap((feature) => Object.entries(feature.panels ?? {}));
    return {
      app,
      commands: new Map(
        this.#features
          .flatMap(({ commands = {} }) => Object.entries(commands as Record<string, Command<App>>))
          .map(([name, command]) => [`dynamiqRuns.${name}`, command]),
      ),
      panels: new Map(panels.map(([type, of]) => [type, of(ready)])),
      resume: async () => void (await Promise.all(this.#features.map(async ({ resume }) => resume?.(ready)))),
      settle: async () => void (await Promise.all(this.#features.map(async ({ settle }) => settle?.(ready)))),
    };
  }
}
