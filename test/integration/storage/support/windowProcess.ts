import { appendFileSync } from "node:fs";
/**
 * A window as far as storage is concerned: changes the shared state until it has finished or is killed. It writes into
 * a journal what it is about to do and, once that is confirmed, that it is done.
 */
import { onUnexpectedError, reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { ShownNotifications } from "#features/notifications/core/shownNotifications.ts";
import { StartedRuns } from "#runs/create/startedRuns.ts";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { refKey } from "#workbench/inputRequests/core/answerTypes.ts";
import { sharedStateIn } from "../../../support/state/sharedState.ts";
import { connectionsOf } from "../../../support/state/windows.ts";
import type { JournalLine } from "./journal.ts";

const [storage = "", journal = "", name = "", first = "0", last = "0"] = process.argv.slice(2);
const note = (line: JournalLine): void => appendFileSync(journal, `${JSON.stringify(line)}\n`);
reportUnexpectedErrors((error) => note({ kind: "error", text: String(error) }));

const shared = sharedStateIn(storage);
await shared.folder.load();
shared.folder.watch();
const connections = connectionsOf(shared);
const uploads = new UploadStore(shared.uploads, { get: (id) => ({ id, name: id, baseUrl: "https://app.example" }) });
const started = new StartedRuns(shared.started);
const shown = new ShownNotifications(shared.shown);

const pick = (most: number): number => Math.floor(Math.random() * most);

/** Notes what is begun and, when it is confirmed, that it is done. */
async function change(store: string, id: string, value: number | null, act: () => Promise<unknown>): Promise<void> {
  note({ kind: "begun", store, id, value });
  await act();
  note({ kind: "done", store, id, value });
}

const acts: ((n: number) => Promise<void>)[] = [
  async (n) => {
    const { id } = await connections.add({ name: `${name} ${n}`, baseUrl: "https://app.example" });
    note({ kind: "done", store: "connections", id, value: n });
  },
  async (n) => {
    // Half as often as they are added: some have to be left at the end.
    if (n % (2 * acts.length) > acts.length) return;
    const { id } = connections.list[pick(connections.list.length)] ?? {};
    if (id) await change("connections", id, null, () => connections.remove(id));
  },
  async (n) => {
    const { id } = connections.list[pick(connections.list.length)] ?? {};
    // Another window may just have removed it.
    if (id)
      await connections
        .rename(id, `${name} renamed ${n}`)
        .catch((error: unknown) => shared.connections.get(id) && onUnexpectedError(error));
  },
  async (n) => {
    const ref = { connectionId: "app", runId: name, requestId: String(pick(10)) };
    await change("drafts", refKey(ref), n, () =>
      shared.drafts.put(refKey(ref), { ...ref, draft: { feedback: String(n) }, at: n }),
    );
  },
  async (n) => {
    const ref = { connectionId: "app", runId: name, requestId: String(pick(10)) };
    const answer = { type: "human_feedback", request_id: ref.requestId, feedback: String(n) } as const;
    await change("records", refKey(ref), n, () =>
      shared.records.put(refKey(ref), { ...ref, answer, at: n, certain: true }),
    );
  },
  async (n) =>
    change("uploads", `${name}-${n}`, n, () => uploads.add("app", { id: `${name}-${n}`, name: "f", size: 1 }, "a")),
  async (n) =>
    change("started", `${name}-${n}`, n, () =>
      started.noteSent("app", `${name}-${n}`, { request: { input: {} }, files: [], mode: "wait" }),
    ),
  async () => {
    // Both windows are at it at the same time.
    for (let times = 0; times < 10; times++) {
      await change("counters", "n", 1, () =>
        shared.preferences.update("n", (value) => (typeof value === "number" ? value + 1 : 1)),
      );
    }
  },
  async () => {
    const id = `request ${pick(150)}`;
    for (const each of await shown.claim("app", "https://app.example", [id]))
      note({ kind: "done", store: "told", id: each, value: 1 });
  },
];

for (let n = Number(first); n < Number(last); n++) {
  await acts[n % acts.length]?.(n);
  note({ kind: "step", n });
}
process.exit();
