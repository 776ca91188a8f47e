import { formatDuration, formatTicking } from "../../base/duration.ts";
import type { RunHeader } from "../../protocol/viewModels.ts";
import type { Host } from "../host.ts";
import type { Dispatch } from "../state/panelStore.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import { countOf } from "../ui/format.ts";
import { Icon } from "../ui/Icon.tsx";
import { hasHead } from "../state/storyItems.ts";
import { speakerIcon } from "./speakerIcon.ts";
import { isOver } from "./statusLook.ts";
import { StoryRow } from "./StoryRow.tsx";
import { useIterationSpan } from "./useIterationSpan.ts";
import type { StretchInView } from "./useStoryLines.ts";

export interface SectionProps extends StretchInView {
  /** It is the last one: the status of the run is its own. */
  current: boolean;
  header: RunHeader;
  host: Host;
  dispatch: Dispatch;
  memory: StoryMemory;
  /** Another number when what is open was changed from outside. */
  folds: number;
  /** Requests that stand beside the story, by the event that asked. */
  asked: ReadonlyMap<number | undefined, string>;
  /** Leads to the request that an event asked. */
  goTo: (sequence: number) => void;
  measure: (line: HTMLDivElement | null) => void;
}

/** What is in view of an iteration, under its sticky head. */
export function StorySection(props: SectionProps) {
  const { group, first, last } = props;
  const { items } = group;
  const head = `iteration-${group.key}`;
  const firstItem = hasHead(group) ? first + 1 : first;
  const rows = props.lines.map(({ index, top }) => {
    const item = items[index - firstItem]!;
    const edge = `${index === firstItem ? " first" : ""}${index === last ? " last" : ""}`;
    return (
      <div class={`line${edge}`} key={item.id} data-index={index} ref={props.measure} style={{ top: `${top}px` }}>
        <StoryRow
          item={item}
          header={item.kind === "request" && item.pending ? props.header : undefined}
          host={props.host}
          dispatch={props.dispatch}
          memory={props.memory}
          folds={props.folds}
          current={item.sequence === props.memory.current}
          goTo={item.kind === "request" && item.pending && props.asked.has(item.sequence) ? props.goTo : undefined}
        />
      </div>
    );
  });
  const place = { top: `${props.top}px`, height: `${props.height}px` };
  if (!hasHead(group)) {
    return (
      <div class="iter" style={place}>
        {rows}
      </div>
    );
  }
  return (
    <section class="iter" aria-labelledby={head} style={place}>
      <h2 id={head}>
        <SectionName group={group} /> <IterationFacts {...props} />
      </h2>
      {rows}
    </section>
  );
}

/** Who speaks stands first, where several do. */
function SectionName({ group: { iteration, speaker } }: Pick<SectionProps, "group">) {
  if (speaker === undefined) return <>Iteration {iteration}</>;
  return (
    <>
      <Icon name={speakerIcon(speaker)} />
      <span class="who">{speaker.name}</span>
      {iteration !== undefined && <span class="dim">iteration {iteration}</span>}
    </>
  );
}

function IterationFacts({ group, current, header }: SectionProps) {
  const span = useIterationSpan(group, current, header);
  const calls = group.items.filter((item) => item.kind === "tool").length;
  const facts = calls === 0 ? [] : [countOf(calls, "tool call")];
  if (span !== undefined) facts.push(spanWords(span, current ? header.status : "completed"));
  return <span class="dim">{facts.join(" · ")}</span>;
}

function spanWords(span: number, status: string): string {
  if (status === "failed") return `failed after ${formatDuration(span)}`;
  if (isOver(status)) return formatDuration(span);
  const words: Record<string, string> = { awaiting_input: "waiting", paused: "paused" };
  return `${words[status] ?? "running"}, ${formatTicking(span)}`;
}
