import { commandIds } from "#host/commandIds.ts";

/** What a cause's menu in Insights has for an alarm, as its row in the Runs view has. */
export const causeAct = { command: commandIds.notifyMe, name: "Notify Me…", icon: "bell", order: 4 } as const;
