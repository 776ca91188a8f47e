import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import { formatAgo } from "#model/times.ts";
import { IsLocalRun, secretAt } from "#ui/Dots.tsx";
import { useFold } from "#ui/hooks/useFold.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import { IconButton } from "#ui/Icon.tsx";
import { showLimit, JsonText } from "#ui/JsonText.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import type { CallRequest } from "#workbench/panel/page/messages.ts";
import { ResultFiles } from "#workbench/panel/page/resultFiles/ResultFile.tsx";
import { sideId, type SideName } from "#workbench/panel/page/story/find/stepWords.ts";
import { MoreOfText } from "#workbench/panel/page/story/MoreOfText.tsx";
import { useStory } from "#workbench/panel/page/story/storyContext.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { CallTraceback } from "./CallTraceback.tsx";

type Call = Extract<StepView, { kind: "tool" }>;

export function CallSides({ call }: { call: Call }) {
  return (
    <>
      <div class="tool-body">
        <Side call={call} title="Input" />
        <Side call={call} title="Result" />
        {call.output !== undefined && <Side call={call} title="Other Output" />}
      </div>
      <CallTraceback step={call} />
    </>
  );
}

/** The name of each side in a call, and how its files are called. */
const sides = {
  Input: { side: "input", files: "this input" },
  Result: { side: "result", files: "this result" },
  "Other Output": { side: "output", files: "the other output" },
} as const;

function Side({ title, call }: { title: SideName; call: Call }) {
  const { host } = useStory();
  const { side, files } = sides[title];
  const { [side]: text, [`${side}Length` as const]: length } = call;
  const use = (what: CallRequest["use"]): void => host.post({ type: "useCall", use: what, id: call.id, side });
  const isLocal = useContext(IsLocalRun);
  // A copy of a local run has dots, also of what the reader sees.
  const copy = (): void => (length === undefined && !isLocal ? host.copy(text ?? "") : use("copy"));
  const uncover = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    const secret = secretAt(event);
    if (secret !== undefined) host.post({ type: "useCall", use: "show", id: call.id, side, secret });
  };
  const showsAll = length !== undefined && length <= showLimit;
  return (
    <div class={title === "Other Output" ? "io more-io" : "io"} onClick={uncover}>
      <h3>
        {headOf(title, call)}
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
          more={(left) => (
            <MoreOfText left={left} onShow={showsAll ? () => use("show") : undefined} onOpen={() => use("open")} />
          )}
        />
      )}
      <ResultFiles files={call[`${side}Files`]} of={files} />
    </div>
  );
}

function headOf(title: SideName, { state, blocked, isError }: Call): string {
  if (title === "Input") return state === "discarded" ? "Input, as streamed" : title;
  if (title === "Result" && isError) return "Error";
  if (title !== "Result" || !blocked) return title;
  return blockedResults.get(blocked.outcome ?? "") ?? "Returned to the model";
}

const blockedResults = new Map([
  ["answer", "Used as the answer"],
  ["fail", "Made the run fail"],
]);

function NoResult({ call }: { call: Call }) {
  const start = parseTime(call.startedAt);
  const running = call.state === "running";
  const now = useNow(running && start !== undefined, 1000);
  if (call.still) return <>The run was exported before a result arrived.</>;
  if (running)
    return <>{start === undefined ? "No result yet." : `No result yet. Started ${formatAgo(now - start)}.`}</>;
  if (call.state === "discarded") return <>This call was never made{call.reason ? `: ${call.reason}` : "."}</>;
  return <>{call.state === "unfinished" ? "No result arrived before the agent or the run ended." : "No result."}</>;
}

const maxFoldedLines = 11;

interface FoldedProps {
  id: string;
  text: string;
  length: number | undefined;
  label: string;
  more: (left: number) => ComponentChildren;
}

/** A side of a call: its first lines, and the others on request. */
function FoldedJson({ id, text, length, label, more }: FoldedProps) {
  const { memory } = useStory();
  const [all, toggle] = useFold(memory, id);
  const tabIndex = useTabIndex();
  const { lines, end } = measure(text);
  const folded = lines > maxFoldedLines + 1 && !all;
  return (
    <div class={all ? "all" : undefined}>
      <JsonText
        text={folded ? text.slice(0, end) : text}
        length={folded ? undefined : length}
        label={label}
        more={more}
      />
      {lines > maxFoldedLines + 1 && (
        <button type="button" class="link more" tabIndex={tabIndex} aria-expanded={all} onClick={toggle}>
          {all
            ? `Show ${maxFoldedLines} Lines`
            : `Show All ${formatCount(lines)}${length === undefined ? "" : "+"} Lines`}
        </button>
      )}
    </div>
  );
}

/** How many lines a text has, and where the last line ends that is always shown. */
function measure(text: string): { lines: number; end: number } {
  let lines = 1;
  let end = text.length;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    if (lines === maxFoldedLines) end = at;
    lines += 1;
  }
  return { lines, end };
}
