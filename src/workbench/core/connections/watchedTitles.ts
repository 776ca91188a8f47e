import { type Disposable, Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { showNews } from "#host/errors/showError.ts";
import { UserError } from "#host/errors/userError.ts";
import * as settingIds from "#host/settingIds.ts";
import { onDidChangeSetting, openSetting, readSetting, writeSetting } from "#host/settings.ts";
import type { Connection } from "./connection.ts";
import { readTitleSetting, renamedTitles, type TitlePaths, unknownNames } from "./titlePaths.ts";

const openTitles = { title: "Open Settings", run: () => openSetting(settingIds.runTitles) };

/** Keeps the setting's title paths up to date. */
export class WatchedTitles extends Owner implements TitlePaths {
  readonly #changed = this.owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #setting = readTitleSetting(readSetting(settingIds.runTitles));

  constructor() {
    super();
    this.owned.add(
      onDidChangeSetting(settingIds.runTitles, () => {
        this.#setting = readTitleSetting(readSetting(settingIds.runTitles));
        this.#changed.fire();
      }),
    );
  }

  of(connectionName: string): JsonPath | undefined {
    return this.#setting.paths.get(connectionName);
  }

  async rename(from: string, to: string): Promise<void> {
    const titles = renamedTitles(readSetting(settingIds.runTitles), from, to);
    if (!titles) return;
    try {
      await writeSetting(settingIds.runTitles, titles);
    } catch (error) {
      const failed = `${oneLine(from, 60)} was renamed, but it still has its old name in dynamiqRuns.runTitles.`;
      throw new UserError(`${failed} Rename it there too.`, [openTitles], { cause: error });
    }
  }

  /** Reports problems with the setting, now and after each change, including a name that no connection has. */
  tellProblems(connections: { readonly list: readonly Connection[] }): Disposable {
    const tell = (problems: readonly string[]): void => {
      if (problems.length > 0) showNews(problems.join(" "), [openTitles]);
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
}
