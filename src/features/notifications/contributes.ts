import { contributes, notificationSettings } from "#host/contributions/contributes.ts";

export const contributions = contributes({
  settingGroup: notificationSettings,
  settings: {
    "notifications.inputRequests": {
      order: 1,
      type: "string",
      default: "all",
      values: {
        all: "All runs of the active and the watched connections.",
        mine: "Only runs that were started from VS Code on this machine.",
        none: "Never. The badge, the status bar and the Runs view still show input requests.",
      },
      description:
        "Controls which input requests show a notification. No notification is shown while the " +
        "panel of the run is visible.",
    },
    "notifications.finishedRuns": {
      order: 2,
      type: "string",
      default: "background",
      values: {
        none: "Never.",
        background: "Runs that you started without opening their panel.",
        failed: "Only failed runs.",
        all: "All runs.",
      },
      description:
        "Controls when a finished run shows a notification, for runs that were started from VS Code on " +
        "this machine.",
    },
  },
});
