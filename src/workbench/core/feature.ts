import type { WebviewPanel } from "vscode";
import type { CommandId } from "#host/commandIds.ts";
import type { StateFolder } from "#storage/stateFolder.ts";

/** A command: what it needs of the app, and the arguments that it was called with. */
type Command<App> = (app: App, first: unknown, second: unknown) => unknown;

/** Panels of one kind, which are restored after a reload of the window. */
interface RestoredPanels {
  /** @param state what the page kept with `setState` */
  restore(panel: WebviewPanel, state: unknown): void;
}

/**
 * What a person knows by a name, in a folder of its own. It is built after the features above it in
 * `src/features/index.ts`, and may need what they offer.
 *
 * @typeParam Needs what it takes of the core and of the features above it
 * @typeParam Services what it offers to its commands and to the features below it
 * @typeParam Stores what it shares with other windows
 * @typeParam Late what its commands take of the features below it
 */
export interface Feature<Needs, Services extends object = object, Stores extends object = object, Late = unknown> {
  /** The name of its folder. */
  id: string;
  /** The ids in package.json that are its own, besides its commands: of views, settings, kinds of editors. */
  contributes?: readonly string[];
  /** Declares what it shares with other windows, before it is read. */
  stores?: (folder: StateFolder) => Stores;
  build: (app: Needs & Stores) => Services;
  commands?: Partial<Record<CommandId, Command<Needs & Stores & Services & Late>>>;
  /** By the type of the panel. */
  panels?: Readonly<Record<string, (app: Needs & Stores & Services & Late) => RestoredPanels>>;
  /** Continues what an earlier window of this workspace left, once the workspace is trusted. */
  resume?: (app: Needs & Stores & Services & Late) => Promise<void>;
  /** Waits until nothing is left to write. */
  settle?: (app: Needs & Stores & Services & Late) => Promise<void>;
}

/** A feature of any kind. What it needs was checked when it was added. */
type AnyFeature = Feature<never, object, object, never>;

/** The features that are built, with what they offer together. */
export interface Built<App> {
  app: App;
  commands: ReadonlyMap<string, Command<App>>;
  /** By the type of the panel. */
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

  add<Services extends object, Stores extends object, LateOfIt>(
    feature: Feature<App, Services, Stores, LateOfIt>,
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
    for (const [place, feature] of this.#features.entries()) {
      Object.assign(app, stores[place]);
      Object.assign(app, feature.build(app as never));
    }
    return this.#built(app as App);
  }

  #built(app: App): Built<App> {
    const ready = app as never;
    const panels = this.#features.flatMap((feature) => Object.entries(feature.panels ?? {}));
    return {
      app,
      commands: new Map(
        this.#features.flatMap(({ commands = {} }) => Object.entries(commands as Record<string, Command<App>>)),
      ),
      panels: new Map(panels.map(([type, of]) => [type, of(ready)])),
      resume: async () => void (await Promise.all(this.#features.map(async ({ resume }) => resume?.(ready)))),
      settle: async () => void (await Promise.all(this.#features.map(async ({ settle }) => settle?.(ready)))),
    };
  }
}
