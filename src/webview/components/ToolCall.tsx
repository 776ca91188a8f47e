import { formatTicking } from "../../base/duration.ts";
import type { CallRequest } from "../../protocol/messages.ts";
import type { StoryItem } from "../../protocol/viewModels.ts";
import type { Host } from "../host.ts";
import { sideId } from "../state/storyWords.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import { parseTime } from "../ui/format.ts";
import { Icon, IconButton } from "../ui/Icon.tsx";
import { useNow } from "../ui/useNow.ts";
import { callLook, CallDuration } from "./callLook.tsx";
import { showLimit } from "../json/JsonText.tsx";
import { FoldedJson } from "./FoldedJson.tsx";
import { MoreOfText } from "./MoreOfText.tsx";
import { useFold } from "./useFold.ts";
import { useTabIndex } from "../ui/tabStops.ts";

type Call = Extract<StoryItem, { kind: "tool" }>;

/**
 * A call folded to one line. The running, the failed and the unfinished one are open, and a call that was seen running
 * stays open when it ends: nothing closes by itself.
 */
export function ToolCall(props: { item: Call; host: Host; memory: StoryMemory }) {
  const { item, host, memory } = props;
  if (item.state === "running" && !memory.open.has(item.id)) memory.open.set(item.id, true);
  const [open, toggle] = useFold(memory, item.id, !folded.has(item.state));
  const tabIndex = useTabIndex();
  const look = callLook(item);
  const body = `call-${item.id}`;
  return (
    <article class={item.state === "discarded" ? "tool void" : "tool"} aria-label={`Tool call ${item.name}, ${look.label}`}>
      <button
        type="button"
        class="tool-head"
        tabIndex={tabIndex}
        aria-expanded={open}
        aria-controls={open ? body : undefined}
        onClick={toggle}
      >
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <span class="name">{item.name}</span>
        <span class="sum">{open ? item.toolType : summaryOf(item)}</span>
        <span class="dur">
          <CallDuration item={item} />
        </span>
        <Icon name={look.icon} class={look.class} label={look.label} />
      </button>
      {item.state === "running" && !item.still && <div class="bar-run" role="progressbar" aria-label="Running" />}
      {open && (
        <div class="tool-body" id={body}>
          <Side title="Input" text={item.input} length={item.inputLength} call={item} host={host} memory={memory} />
          <Side title="Result" text={item.result} length={item.resultLength} call={item} host={host} memory={memory} />
        </div>
      )}
    </article>
  );
}

/** What became of these is in their line. */
const folded: ReadonlySet<Call["state"]> = new Set(["finished", "discarded", "skipped"]);

function summaryOf({ state, reason, summary }: Call): string {
  if (state !== "discarded") return summary;
  return reason === undefined || reason === "" ? "discarded" : `discarded: ${reason}`;
}

interface SideProps {
  title: "Input" | "Result";
  text: string | undefined;
  length: number | undefined;
  call: Call;
  host: Host;
  memory: StoryMemory;
}

function Side({ title, text, length, call, host, memory }: SideProps) {
  const use = (what: CallRequest["use"]): void =>
    host.post({ type: "useCall", use: what, id: call.id, side: title === "Input" ? "input" : "result" });
  const copy = (): void => (length === undefined ? host.copy(text ?? "") : use("copy"));
  const showsAll = length !== undefined && length <= showLimit;
  return (
    <div class="io">
      <h3>
        {title}
        {text !== undefined && <IconButton icon="copy" name={`Copy ${title}`} onPress={copy} />}
      </h3>
      {text === undefined ? (
        <p class="waiting">{title === "Input" ? "No input." : <NoResult call={call} />}</p>
      ) : (
        <FoldedJson
          id={sideId(call.id, title)}
          text={text}
          length={length}
          label={`${title} of ${call.name}`}
          memory={memory}
          more={(left) => <MoreOfText left={left} onShow={showsAll ? () => use("show") : undefined} onOpen={() => use("open")} />}
        />
      )}
    </div>
  );
}

function NoResult({ call }: { call: Call }) {
  const start = parseTime(call.startedAt);
  const running = call.state === "running";
  const now = useNow(running && start !== undefined);
  if (call.still) return <>No result when the run was exported.</>;
  if (running)
    return <>{start === undefined ? "No result yet." : `No result yet. Started ${formatTicking(now - start)} ago.`}</>;
  if (call.state === "discarded") return <>{call.reason ?? "This call was never made."}</>;
  return <>{call.state === "unfinished" ? "No result. The run ended before this call did." : "No result."}</>;
}
