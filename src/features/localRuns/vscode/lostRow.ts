import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { isNothing, type LostPosts } from "#features/localRuns/core/lostPosts.ts";
import { lostRow } from "#features/localRuns/core/lostWords.ts";
import { commandIds } from "#host/commandIds.ts";
import type { NoticeRow, NoticeRows } from "#workbench/explorer/vscode/topRows.ts";

/** `LocalTracing` is one. */
interface Tracing {
  readonly connection: { readonly id: string };
  readonly runs: { readonly lost: LostPosts };
}

/** The row that says how many posts were lost, until a person has looked at the page that says why. */
export class LostRow extends Owner implements NoticeRows {
  readonly #tracing: Tracing;
  readonly #changed = this.owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;

  constructor(tracing: Tracing) {
    super();
    this.#tracing = tracing;
    this.owned.add(tracing.runs.lost.onDidChange(() => this.#changed.fire()));
  }

  rowFor(connectionId: string): NoticeRow | undefined {
    const { unseen } = this.#tracing.runs.lost;
    if (connectionId !== this.#tracing.connection.id || isNothing(unseen)) return undefined;
    const command = { title: "Show Tracing Setup", command: commandIds.showTracingSetup };
    return { ...lostRow(unseen), tooltip: "Select to see why, and what to do.", command };
  }
}
