/**
 * Alarms: a person is told of runs that fail, wait or take long, of a connection, a view, a search or a cause. `core/`
 * has the rules and the mark, `vscode/` asks and tells, and `cli/` is the same for a terminal.
 */

import type { CommandsOf } from "#host/contributions/contributes.ts";
import { whenTrusted } from "#host/whenTrusted.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { StateFolder } from "#storage/stateFolder.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { own } from "./contributes.ts";
import { AlarmDesk, type AlarmLook, alarmLookSchema } from "./core/alarmDesk.ts";
import { type AlarmRule, alarmRuleSchema } from "./core/alarmRule.ts";
import { AlarmClock } from "./vscode/alarmClock.ts";
import { manageAlarms, notifyMe } from "./vscode/alarmCommands.ts";
import { tellAlarms } from "./vscode/tellAlarms.ts";

interface AlarmStores {
  alarmRules: EntityStore<AlarmRule>;
  alarmLooks: EntityStore<AlarmLook>;
}

export const alarms: Feature<App, { alarmClock: AlarmClock }, CommandsOf<typeof own>, AlarmStores> = {
  id: "alarms",
  stores: (folder: StateFolder) => ({
    alarmRules: folder.entities("alarms", { what: "alarms", schema: alarmRuleSchema }),
    alarmLooks: folder.entities("alarmLooks", { what: "looks of alarms", schema: alarmLookSchema }),
  }),
  build({ owned, connections, clients, alarmRules, alarmLooks }) {
    const desk = new AlarmDesk({
      rules: alarmRules,
      looks: alarmLooks,
      originOf: (id) => connections.get(id)?.baseUrl,
      api: (id) => clients.get(id, connections.get(id)?.baseUrl),
      now: Date.now,
    });
    const alarmClock = owned.add(new AlarmClock(desk, (told) => tellAlarms({ connections, rules: alarmRules }, told)));
    owned.add(whenTrusted(() => alarmClock.start()));
    return { alarmClock };
  },
  commands: { notifyMe, manageAlarms },
};
