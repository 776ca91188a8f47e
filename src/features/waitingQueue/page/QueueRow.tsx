import { formatSince, minute } from "#model/duration.ts";
import { Icon } from "#ui/Icon.tsx";
import type { AppView, GroupView, RowView } from "./queueViews.ts";
import { canSelect } from "./selection.ts";
import { waitWords } from "./waitWords.ts";

interface RowProps {
  row: RowView;
  group: GroupView;
  app: AppView | undefined;
  now: number;
  index: number;
  isCurrent: boolean;
  isSelected: boolean;
  onCurrent: () => void;
  onSelect: () => void;
  onOpen: () => void;
}

/** In milliseconds: who waits longer gets a mark, and so does who has less time left. */
const minMarkedWait = 5 * minute;
const maxMarkedRest = 2 * minute;

/** One input request in the list. */
export function QueueRow(props: RowProps) {
  const { row, group, app, now, index, isCurrent, isSelected, onCurrent, onSelect, onOpen } = props;
  const { text, isUrgent } = waitOf(row, now);
  const name = app?.name ?? "";
  const connectionName = app?.isProduction ? `${name}, production` : name;
  const values = group.columns.map((column, at) => `${column.name} ${row.values[at] ?? ""}`);
  const isSettled = row.state === "settled";
  const spoken = [
    ...[row.user, ...values, ...(isSettled ? [] : [text]), connectionName],
    ...(row.outcome === undefined ? [] : [row.outcome]),
    ...(row.fixed === "" || isSettled ? [] : [row.fixed]),
  ].join(", ");
  return (
    <div
      class={`q-row ${row.state}`}
      role="row"
      aria-level={2}
      aria-posinset={index + 1}
      aria-setsize={group.rows.length}
      aria-selected={canSelect(row) ? isSelected : undefined}
      aria-current={isCurrent}
      aria-label={spoken}
      data-row={row.id}
      tabIndex={isCurrent ? 0 : -1}
      onClick={onCurrent}
      onDblClick={onOpen}
    >
      <span class="pick" role="gridcell">
        {canSelect(row) ? (
          <input
            class="tick"
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${row.user}`}
            checked={isSelected}
            onClick={(event) => {
              event.stopPropagation();
              onSelect();
              onCurrent();
            }}
          />
        ) : (
          <span title={isSettled || row.state === "sending" ? undefined : row.fixed}>
            <StateIcon row={row} />
          </span>
        )}
      </span>
      <span class={isUrgent ? "age long" : "age"} role="gridcell">
        {!isSettled && (
          <>
            {text}
            {isUrgent && <Icon name="clockface" tone="wait" label="waiting for a long time" />}
          </>
        )}
      </span>
      <span class="of" role="gridcell">
        <span class="app" title={connectionName}>
          <span class="ellipsis">{name}</span>
          {app?.isProduction && <Icon name="warning" label="production" />}
        </span>
      </span>
      <span class="user ellipsis" role="gridcell" title={row.user}>
        {row.user}
      </span>
      <span class="vals">
        {group.columns.map((column, at) => (
          <span
            key={column.name}
            class={`val${column.isNumber ? " r" : ""}${group.isBulk ? "" : " plain"}`}
            role="gridcell"
            title={row.values[at]}
          >
            {row.values[at]}
          </span>
        ))}
      </span>
      <span class="ask-l" role="gridcell" title={row.outcome ?? row.prompt}>
        {row.outcome ?? row.prompt}
      </span>
      <span class="flag" role="gridcell">
        {row.hasDraft && <Icon name="edit" label="draft kept" />}
      </span>
    </div>
  );
}

function StateIcon({ row }: { row: RowView }) {
  if (row.state === "sending") return <Icon name="loading" label="sending" />;
  if (row.state === "settled") return <Icon name="pass" tone="idle" label="no longer waiting" />;
  return null;
}

/** The time that is left where the app says it, else how long it waits. */
function waitOf({ since, until }: RowView, now: number): { text: string; isUrgent: boolean } {
  if (until !== undefined) {
    const left = until - now;
    return left <= 0
      ? { text: "no time left", isUrgent: true }
      : { text: `${formatSince(left)} left`, isUrgent: left < maxMarkedRest };
  }
  if (since === undefined) return { text: "–", isUrgent: false };
  const age = Math.max(0, now - since);
  return { text: waitWords(age), isUrgent: age >= minMarkedWait };
}
