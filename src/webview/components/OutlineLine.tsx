import { formatDuration, formatTicking } from "../../base/duration.ts";
import type { RunHeader } from "../../protocol/viewModels.ts";
import type { OutlineEntry } from "../state/outline.ts";
import { groupName, type StoryGroup } from "../state/storyItems.ts";
import { Icon } from "../ui/Icon.tsx";
import { callLook, CallDuration } from "./callLook.tsx";
import { headerLook, isOver, type StatusLook, statusLook } from "./statusLook.ts";
import { useIterationSpan } from "./useIterationSpan.ts";

interface LineProps {
  entry: OutlineEntry;
  header: RunHeader;
  /** The reader is there. */
  current: boolean;
  /** Tab comes to this one. */
  stop: boolean;
  onPress: () => void;
}

export function OutlineLine({ entry, header, current, stop, onPress }: LineProps) {
  const look = lookOf(entry, header);
  return (
    <button
      type="button"
      class={entry.kind === "iteration" ? "lv1" : "lv2"}
      tabIndex={stop ? 0 : -1}
      aria-current={current ? "location" : undefined}
      onClick={onPress}
    >
      <Icon name={look.icon} class={look.class} />
      <Label entry={entry} />
      <span class="dur">
        {entry.kind === "iteration" ? (
          <Span group={entry.group} current={entry.current} header={header} />
        ) : (
          entry.item.kind === "tool" && <CallDuration item={entry.item} />
        )}
      </span>
    </button>
  );
}

function Label({ entry }: { entry: OutlineEntry }) {
  if (entry.kind === "iteration") return <span class="label ellipsis">{groupName(entry.group)}</span>;
  const { item } = entry;
  if (item.kind === "tool") return <span class="label ellipsis">{item.name}</span>;
  if (item.kind === "failed") return <span class="label ellipsis">{item.code ?? "Failed"}</span>;
  return <span class="ellipsis">{item.title}</span>;
}

function Span(props: { group: StoryGroup; current: boolean; header: RunHeader }) {
  const span = useIterationSpan(props.group, props.current, props.header);
  const format = props.current && !isOver(props.header.status) ? formatTicking : formatDuration;
  return <>{span === undefined ? "" : format(span)}</>;
}

const done: StatusLook = { icon: "check", class: "st-done" };

function lookOf(entry: OutlineEntry, header: RunHeader): StatusLook {
  if (entry.kind === "iteration") return entry.current && header.status !== "completed" ? headerLook(header) : done;
  const { item } = entry;
  if (item.kind === "tool") return callLook(item);
  return statusLook(item.kind === "failed" ? "failed" : "awaiting_input");
}
