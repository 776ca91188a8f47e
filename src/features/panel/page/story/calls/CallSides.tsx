import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { formatCount } from "../../../../../model/counts.ts";
import { parseTime } from "../../../../../model/isoTime.ts";
import { formatAgo } from "../../../../../model/times.ts";
import { CanUncover, secretAt } from "../../../../../ui/Dots.tsx";
import { useFold } from "../../../../../ui/hooks/useFold.ts";
import { useNow } from "../../../../../ui/hooks/useNow.ts";
import { IconButton } from "../../../../../ui/Icon.tsx";
import { showLimit, JsonText } from "../../../../../ui/JsonText.tsx";
import { useTabIndex } from "../../../../../ui/tabStops.ts";
import type { Host } from "../../host.ts";
import type { CallRequest } from "../../messages.ts";
import { ResultFiles } from "../../resultFiles/ResultFile.tsx";
import type { StoryMemory } from "../../state/viewMemory.ts";
import type { StepView } from "../../storyViews.ts";
import { sideId, type SideName } from "../find/stepWords.ts";
import { MoreOfText } from "../MoreOfText.tsx";

type Call = Extract<StepView, { kind: "tool" }>;

interface SidesProps {
  step: Call;
  host: Host;
  memory: StoryMemory;
}

export function CallSides({ step, host, memory }: SidesProps) {
  const call = { call: step, host, memory };
  return (
    <div class="tool-body">
      <Side {...call} title="Input" text={step.input} length={step.inputLength} files={step.inputFiles} />
      <Side {...call} title="Result" text={step.result} length={step.resultLength} files={step.resultFiles} />
      {step.output !== undefined && (
        <Side {...call} title="Other Output" text={step.output} length={step.outputLength} files={step.outputFiles} />
      )}
    </div>
  );
}

const sides: Readonly<Record<SideName, CallRequest["side"]>> = {
  Input: "input",
  Result: "result",
  "Other Output": "output",
};

interface SideProps {
  title: SideName;
  text: string | undefined;
  length: number | undefined;
  files: Call["inputFiles"];
  call: Call;
  host: Host;
  memory: StoryMemory;
}

function Side({ title, text, length, files, call, host, memory }: SideProps) {
  const use = (what: CallRequest["use"]): void =>
    host.post({ type: "useCall", use: what, id: call.id, side: sides[title] });
  const isLocal = useContext(CanUncover);
  // A copy of a local run has dots, also of what the reader sees.
  const copy = (): void => (length === undefined && !isLocal ? host.copy(text ?? "") : use("copy"));
  const uncover = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    const secret = secretAt(event);
    if (secret !== undefined) host.post({ type: "useCall", use: "show", id: call.id, side: sides[title], secret });
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
          memory={memory}
          more={(left) => (
            <MoreOfText left={left} onShow={showsAll ? () => use("show") : undefined} onOpen={() => use("open")} />
          )}
        />
      )}
      <ResultFiles files={files} of={fileGroups[title]} host={host} />
    </div>
  );
}

function headOf(title: SideName, { state, blocked, isError }: Call): string {
  if (title === "Input") return state === "discarded" ? "Input, as streamed" : title;
  if (title === "Result" && isError) return "Error";
  if (title !== "Result" || !blocked) return title;
  return blockedResults.get(blocked.outcome ?? "") ?? "Told to the model";
}

const blockedResults = new Map([
  ["answer", "Became the answer"],
  ["fail", "Made the run fail"],
]);

const fileGroups: Readonly<Record<SideName, string>> = {
  Input: "this input",
  Result: "this result",
  "Other Output": "its other output",
};

function NoResult({ call }: { call: Call }) {
  const start = parseTime(call.startedAt);
  const running = call.state === "running";
  const now = useNow(running && start !== undefined, 1000);
  if (call.still) return <>No result when the run was exported.</>;
  if (running)
    return <>{start === undefined ? "No result yet." : `No result yet. Started ${formatAgo(now - start)}.`}</>;
  if (call.state === "discarded") return <>This call was never made{call.reason ? `: ${call.reason}` : "."}</>;
  return <>{call.state === "unfinished" ? "No result arrived before the agent or the run ended." : "No result."}</>;
}

const shownLines = 11;

interface FoldedProps {
  id: string;
  text: string;
  length: number | undefined;
  label: string;
  memory: StoryMemory;
  more: (left: number) => ComponentChildren;
}

/** A side of a call: its first lines, and the others on request. */
function FoldedJson({ id, text, length, label, memory, more }: FoldedProps) {
  const [all, toggle] = useFold(memory, id);
  const tabIndex = useTabIndex();
  const { lines, end } = measure(text);
  const folded = lines > shownLines + 1 && !all;
  return (
    <div class={all ? "all" : undefined}>
      <JsonText
        text={folded ? text.slice(0, end) : text}
        {...(folded || length === undefined ? {} : { length })}
        label={label}
        more={more}
      />
      {lines > shownLines + 1 && (
        <button type="button" class="link more" tabIndex={tabIndex} aria-expanded={all} onClick={toggle}>
          {all ? `Show ${shownLines} Lines` : `Show All ${formatCount(lines)}${length === undefined ? "" : "+"} Lines`}
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
    if (lines === shownLines) end = at;
    lines += 1;
  }
  return { lines, end };
}
