import { type Disposable, DisposableStore } from "#base/disposable.ts";
import type { Event } from "#base/emitter.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { ActiveRuns } from "#workbench/connections/vscode/activeRuns.ts";

/** In milliseconds: the index may change all the time. */
const indexSpacing = 1_000;

interface FailureIndex {
  factsOf(connectionId: string): { facts(of: { degraded: true }): Promise<readonly DegradedRun[]> } | undefined;
  /** Fires with the id of a connection of whose runs it knows more. */
  onDidChange: Event<string>;
}

type DegradedRun = Pick<RunFacts, "id" | "failedNodes" | "blockedBy">;

/**
 * Takes what the index knows of ends, now and whenever it has read more of the active app's runs: that a hook blocked a
 * completed run or nodes of it failed is only in its events, which this window may not have read.
 */
export function followIndex(runs: ActiveRuns, index: FailureIndex): Disposable {
  const owned = new DisposableStore();
  /** The connection whose failed nodes were read, since its index changed last. */
  let learned: string | undefined;
  const learnNodes = async (): Promise<void> => {
    const { connection, session } = runs;
    const degraded = connection && (await index.factsOf(connection.id)?.facts({ degraded: true }));
    for (const { id, failedNodes = 0, blockedBy } of degraded ?? [])
      session?.store.noteEnd(id, { failedNodes, blockedBy });
  };
  const looking = owned.add(new SpacedTask(() => void learnNodes().catch(onUnexpectedError), indexSpacing));
  const look = (): void => {
    const { connection, session } = runs;
    if (connection?.id === learned || !session?.store.runs().some(({ status }) => status === "completed")) return;
    learned = connection?.id;
    looking.ask();
  };
  owned.add(
    index.onDidChange((id) => {
      if (id !== runs.connection?.id) return;
      learned = undefined;
      look();
    }),
  );
  owned.add(runs.onDidChange(look));
  look();
  return owned;
}
