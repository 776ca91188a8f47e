import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { findNode } from "#features/localApps/core/findNode.ts";
import type { NodeName, RunSources, SourceLocation } from "#workbench/panel/vscode/runPoints.ts";
import type { LocalApps } from "./localApps.ts";

/** The lines where the agents, nodes and tools of local apps are made, for the stories of their runs. */
export class LocalAppSources extends Owner implements RunSources {
  readonly #apps: LocalApps;
  readonly #changed = this.owned.add(new Emitter<string>());
  readonly onDidChange = this.#changed.event;
  /** The nodes of each connection's app when the code was loaded last, as JSON. */
  readonly #known = new Map<string, string>();

  constructor(apps: LocalApps) {
    super();
    this.#apps = apps;
    this.owned.add(apps.onDidChange(() => this.#look()));
  }

  of(connectionId: string, node: NodeName): SourceLocation | undefined {
    return findNode(this.#apps.ofConnection(connectionId)?.app.state.app?.nodes ?? [], node);
  }

  #look(): void {
    for (const { connectionId, app } of this.#apps.all) {
      const nodes = app.state.app?.nodes;
      if (!nodes) continue;
      const before = this.#known.get(connectionId);
      const now = JSON.stringify(nodes);
      this.#known.set(connectionId, now);
      if (before !== now) this.#changed.fire(connectionId);
    }
  }
}
