import { formatCount } from "#model/counts.ts";
import type { ListMemory, QueueHost } from "./queueHost.ts";
import { type AppView, type GroupView, maxSelected } from "./queueViews.ts";

interface SelectionProps {
  groups: readonly GroupView[];
  apps: readonly AppView[];
  selected: readonly string[];
  host: QueueHost;
  move: (change: Partial<ListMemory>) => void;
}

/** What is selected, and the steps to a review. Nothing is sent from here. */
export function SelectionBar({ groups, apps, selected, host, move }: SelectionProps) {
  const group = groups.find(({ rows }) => rows.some(({ id }) => id === selected[0]));
  if (!group) return null;
  const isProduction = (id: string): boolean => apps.find((app) => app.id === id)?.isProduction === true;
  const onProduction = group.rows.filter(({ id, app }) => selected.includes(id) && isProduction(app)).length;
  const count = formatCount(selected.length);
  const production = onProduction === 0 ? "" : `, ${formatCount(onProduction)} on production`;
  const limitNote = selected.length === maxSelected ? `; the maximum is ${formatCount(maxSelected)}` : "";
  return (
    <div class="q-sel" role="region" aria-label="Selection">
      <span role="status">
        <b>{count} selected</b>{" "}
        <span class="dim">
          in {group.name}
          {production}
          {limitNote}
        </span>
      </span>
      <button
        type="button"
        class="btn second"
        onClick={() => host.post({ type: "review", decision: "approve", ids: [...selected] })}
      >
        Approve {count}…
      </button>
      <button
        type="button"
        class="btn second"
        onClick={() => host.post({ type: "review", decision: "reject", ids: [...selected] })}
      >
        Reject {count}…
      </button>
      <button type="button" class="link" onClick={() => move({ selected: [] })}>
        Clear
      </button>
    </div>
  );
}
