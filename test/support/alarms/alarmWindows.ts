import type { RunsApi } from "#api/contract.ts";
import { type AlarmRule, alarmRuleSchema } from "#features/alarms/core/alarmRule.ts";
import { alarmLookSchema, AlarmService, type Claim } from "#features/alarms/core/alarmService.ts";
import { foundText } from "#features/alarms/core/foundRuns.ts";
import { AlarmPolling } from "#features/alarms/vscode/alarmPolling.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { FileSystem } from "#storage/fileSystem.ts";
import { StateFolder } from "#storage/stateFolder.ts";

export interface AlarmWindow {
  rules: EntityStore<AlarmRule>;
  service: AlarmService;
  polling: AlarmPolling;
  /** What this window has shown: a text for each alarm and each of its runs. */
  shown: string[];
  isFocused: boolean;
  /** Reads what other windows have written, as the extension does when the system reports it. */
  refresh(): Promise<void>;
  /** The window is closed. */
  close(): void;
}

interface WindowPlace {
  /** Of the state that windows share. */
  path: string;
  fs?: FileSystem;
  api: (connectionId: string) => Promise<Pick<RunsApi, "getRun" | "listRuns">>;
  /** By default there is one. */
  connectionIds?: readonly string[];
  now: () => number;
  /** Called while VS Code shows a notification. */
  onShow?: () => Promise<void> | void;
  /** Called when the polling waits. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** A window of the extension, as far as alarms go: all windows of a path share their state. */
export async function openAlarmWindow(place: WindowPlace): Promise<AlarmWindow> {
  const { path, fs, api, now, onShow, connectionIds = ["c"], wait = async () => undefined } = place;
  const folder = new StateFolder(path, fs);
  const rules = folder.entities("alarms", { what: "alarms", schema: alarmRuleSchema });
  const looks = folder.entities("alarmLooks", { what: "alarm polling times", schema: alarmLookSchema });
  await folder.load();
  const service = new AlarmService({
    rules,
    looks,
    api,
    now,
    refresh: () => folder.refresh(),
    connectionIds: () => connectionIds,
    originOf: () => "https://app.example.com",
    textsOf: async (_, runs) => runs.map((run) => foundText(run)),
  });
  const shown: string[] = [];
  const polling = new AlarmPolling(service, {
    onDidFind: (hear) => looks.onDidChange(hear),
    show: async (claims) => {
      shown.push(...claims.flatMap(textsOf));
      await onShow?.();
    },
    isFocused: () => window.isFocused,
    wait,
  });
  const window: AlarmWindow = {
    rules,
    service,
    polling,
    shown,
    isFocused: true,
    refresh: () => folder.refresh(),
    close: () => {
      polling.dispose();
      folder.dispose();
    },
  };
  return window;
}

function textsOf({ alarms, isCut }: Claim): string[] {
  const runs = alarms.flatMap((each) => each.runs.map(({ id }) => `${each.rule.occasion.kind} ${id}`));
  const more = alarms.flatMap((each) => (each.more > 0 ? [`${each.rule.occasion.kind} ${each.more} more`] : []));
  return [...runs, ...more, ...(isCut ? ["older runs weren't checked"] : [])];
}
