import assert from "node:assert/strict";
import { it } from "mocha";
import { Emitter } from "#base/emitter.ts";
import { notifyOfEnds } from "#features/notifications/vscode/endNotifications.ts";
import { answerDialogs } from "../../../support/dialogs.ts";

it("the end of a run isn't told once its connection was removed", async () => {
  const apps = new Map(["Removed", "Kept"].map((name) => [name, { name }]));
  const ended = new Emitter<string>();
  /** Each app has one run, of the app's name. */
  const session = (name: string) => ({
    store: { get: () => ({ id: name, status: "completed", input: { title: name } }), endOf: () => ({}) },
  });
  const dialogs = answerDialogs();
  const notifications = notifyOfEnds({
    connections: apps,
    panels: { isInSight: () => false },
    points: { of: () => [] },
    sessions: { get: session, onDidChange: ended.event },
    started: {
      underWay: (name: string) => [name],
      setEnded: async () => true,
      of: () => ({ inBackground: true }),
    },
  } as unknown as Parameters<typeof notifyOfEnds>[0]);
  try {
    for (const name of apps.keys()) ended.fire(name);
    // Ends are gathered for a moment, in which this can't be late.
    apps.delete("Removed");
    // Both would be told in one notification.
    await dialogs.note("Kept: Kept – Completed");
    assert.deepEqual(
      dialogs.notes.filter(({ message }) => message.includes("Removed")),
      [],
    );
  } finally {
    notifications.dispose();
    dialogs.restore();
  }
});
