/**
 * Alarms: a notification about runs that fail, wait or take long, of a connection, a view, a search or a cause. `core/`
 * has the rules, the mark and what was found, `vscode/` asks and shows, and `cli/` is the same for a terminal.
 */

import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import { Cover } from "#runs/values/cover.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { StateFolder } from "#storage/stateFolder.ts";
import type { App } from "#workbench/app.ts";
import { connectionActs } from "#workbench/connections/vscode/connectionPoints.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { can } from "#workbench/core/connections/connectionAbilities.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { causeActs } from "#workbench/explorer/vscode/causeTarget.ts";
import type { contributions } from "./contributes.ts";
import { type AlarmRule, alarmRuleSchema } from "./core/alarmRule.ts";
import { type AlarmLook, alarmLookSchema, AlarmService } from "./core/alarmService.ts";
import { foundText } from "./core/foundRuns.ts";
import { manageAlarms, notifyMe, notifyMeOfSearch } from "./vscode/alarmCommands.ts";
import { AlarmPolling } from "./vscode/alarmPolling.ts";
import { causeAct } from "./vscode/causeAct.ts";
import { showAlarms } from "./vscode/showAlarms.ts";

interface AlarmStores {
  alarmRules: EntityStore<AlarmRule>;
  alarmLooks: EntityStore<AlarmLook>;
}

interface AlarmServices {
  alarmService: AlarmService;
  alarmPolling: AlarmPolling;
}

export const alarms: Feature<App, AlarmServices, CommandsOf<typeof contributions>, AlarmStores> = {
  id: "alarms",
  stores: (folder: StateFolder) => ({
    alarmRules: folder.entities("alarms", { what: "alarms", schema: alarmRuleSchema }),
    alarmLooks: folder.entities("alarmLooks", { what: "alarm polling times", schema: alarmLookSchema }),
  }),
  build(app) {
    const { owned, connections, alarmLooks } = app;
    const alarmService = alarmServiceOf(app);
    const alarmPolling = new AlarmPolling(alarmService, {
      onDidFind: (hear) => alarmLooks.onDidChange(hear),
      show: (claims) => showAlarms({ connections, service: alarmService, now: Date.now }, claims),
      isFocused: () => vscode.window.state.focused,
    });
    return { alarmService, alarmPolling: owned.add(alarmPolling) };
  },
  adds: [
    adds(connectionActs, () => ({ label: "Notify Me…", command: commandIds.notifyMe })),
    adds(causeActs, ({ connections }) => ({
      ...causeAct,
      fits: ({ connectionId }) => hasAlarms(connections.get(connectionId)),
    })),
  ],
  commands: { notifyMe, notifyMeOfSearch, manageAlarms },
  resume: async ({ alarmPolling }) => alarmPolling.start(),
};

/** A removed connection is told to the person when they ask for an alarm. */
function hasAlarms(connection: Connection | undefined): boolean {
  return connection === undefined || can(connection, "reach");
}

function alarmServiceOf({ connections, clients, alarmRules, alarmLooks }: App & AlarmStores): AlarmService {
  return new AlarmService({
    rules: alarmRules,
    looks: alarmLooks,
    refresh: () => Promise.all([alarmRules.refresh(), alarmLooks.refresh()]),
    connectionIds: () => connections.list.filter((each) => can(each, "reach")).map(({ id }) => id),
    originOf: (id) => connections.get(id)?.baseUrl,
    api: (id) => clients.get(id, connections.get(id)?.baseUrl),
    textsOf: async (id, runs) => {
      const cover = await connections.withKeys((keys) => new Cover(keys));
      const titlePath = connections.get(id)?.titlePath;
      return runs.map((run) => foundText(cover.value(run), titlePath));
    },
    now: Date.now,
  });
}
