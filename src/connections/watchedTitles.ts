import { type Disposable, DisposableStore } from "../base/disposable.ts";
import { Emitter } from "../base/emitter.ts";
import type { JsonPath } from "../base/json/jsonPath.ts";
import { showNews } from "../host/errors/showError.ts";
import { onDidChangeRunTitles, openSetting, readRunTitles, settingIds } from "../host/settings.ts";
import type { Connection } from "./connection.ts";
import { readTitleSetting, type TitlePaths, unknownNames } from "./titlePaths.ts";

/** Keeps the setting's title paths up to date. */
export class WatchedTitles implements TitlePaths, Disposable {
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #setting = readTitleSetting(readRunTitles());

  constructor() {
    this.#disposables.add(
      onDidChangeRunTitles(() => {
        this.#setting = readTitleSetting(readRunTitles());
        this.#changed.fire();
      }),
    );
  }

  of(connectionName: string): JsonPath | undefined {
    return this.#setting.paths.get(connectionName);
  }

  /** Reports problems with the setting, now and after each change, including a name that no connection has. */
  tellProblems(connections: { readonly list: readonly Connection[] }, onError: (error: unknown) => void): Disposable {
    const tell = (problems: readonly string[]): void => {
      const open = { title: "Open Settings", run: () => openSetting(settingIds.runTitles) };
      if (problems.length > 0) showNews(problems.join(" "), [open], onError);
    };
    tell(this.#setting.problems);
    return this.onDidChange(() => {
      const unknown = unknownNames(
        this.#setting,
        connections.list.map(({ name }) => name),
      );
      tell([...this.#setting.problems, ...(unknown === undefined ? [] : [unknown])]);
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
