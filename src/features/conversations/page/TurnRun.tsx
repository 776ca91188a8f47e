import { createRef } from "preact";
import { useEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { Icon } from "#ui/Icon.tsx";
import type { Poster } from "#ui/poster.ts";
import { reveal } from "#ui/reveal.ts";
import { InputRequests } from "#workbench/inputRequests/page/InputRequests.tsx";
import { type Host, hostOf, PanelContext } from "#workbench/panel/page/host.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import { type Dispatch, drawInFrames, initialPanelState, reducePanel } from "#workbench/panel/page/state/panelState.ts";
import { createViewMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { StepMarks, useMarks } from "#workbench/panel/page/story/notes/RunNotes.tsx";
import { useSpeakerFilter } from "#workbench/panel/page/story/speakers/useSpeakerFilter.ts";
import { type StoryTools, StoryView } from "#workbench/panel/page/story/StoryView.tsx";
import { useEndedStory } from "#workbench/panel/page/story/useEndedStory.ts";
import type { ConversationPageMessage } from "./messages.ts";

/** A run that is shown in its turn: what its panel would have, without a page. */
class RunInTurn {
  readonly memory = createViewMemory();
  readonly tools = createRef<StoryTools>();
  readonly host: Host;
  state = initialPanelState();
  readonly #requestFrame: ReturnType<typeof drawInFrames>;
  readonly openRun: () => void;

  constructor(runId: string, { post }: RunsHost, draw: () => void) {
    this.host = hostOf({ post: (message) => post({ type: "inTurn", runId, message }) });
    this.openRun = () => post({ type: "open", runId });
    this.#requestFrame = drawInFrames(draw, (batch) => this.host.post({ type: "ack", batch }));
  }

  /** The other tabs of a run are in its panel. */
  readonly dispatch: Dispatch = (action) => {
    if (action.type === "tab") this.openRun();
    else this.state = reducePanel(this.state, action);
  };

  take(message: HostMessage): void {
    if (message.type === "places") return;
    if (message.type === "picture") return this.host.pictures.take(message);
    this.state = reducePanel(this.state, message);
    this.#requestFrame(message.type === "delta" ? message.batch : undefined);
  }
}

export interface RunsHost extends Poster<ConversationPageMessage> {
  /** The runs that are shown in their turns, by their ids. */
  readonly runs: Map<string, Pick<RunInTurn, "take" | "tools">>;
}

interface TurnRunProps {
  runId: string;
  host: RunsHost;
  /** Whether the whole story is shown, and not only what the run waits for. */
  isUnfolded: boolean;
}

/** The story of a turn, or the cards of what its run waits for. */
export function TurnRun({ runId, host, isUnfolded }: TurnRunProps) {
  const section = useRef<HTMLElement>(null);
  const parts = useRunInTurn(runId, host);
  const { state, memory, tools, openRun } = parts;
  const { run, problem } = state;
  const story = useEndedStory(state);
  const { shown } = useSpeakerFilter(story, run, memory, isUnfolded);
  const marks = useMarks(run?.notes);
  const isDrawn = isUnfolded && run !== undefined;
  // What was asked for below the edge comes into sight, without the reader's turn leaving it.
  useEffect(() => {
    if (isDrawn && section.current) reveal(section.current);
  }, [isDrawn]);
  if (problem) {
    return (
      <div class="in-turn where broke" role="status">
        <Icon name="warning" tone="bad" />
        <b>{problem.title}</b>
        <button type="button" class="btn second" onClick={openRun}>
          Open Run
        </button>
      </div>
    );
  }
  if (!run) return isUnfolded ? <div class="in-turn skel w4" role="status" aria-label="Loading the story" /> : null;
  const requests = run.requests ?? [];
  if (!isUnfolded) {
    if (requests.length === 0) return null;
    return (
      <section class="in-turn cards" aria-label="Input requests">
        <InputRequests
          requests={requests}
          host={parts.host}
          memory={memory.requests}
          requestToFocus={undefined}
          onArrived={() => undefined}
        />
      </section>
    );
  }
  return (
    <section class="in-turn" aria-label="Story of this turn" ref={section}>
      <StepMarks.Provider value={marks}>
        <PanelContext.Provider value={parts}>
          <StoryView
            shown={shown}
            tools={tools}
            requests={requests}
            header={run.header}
            output={run.output}
            foundCalls={state.foundCalls}
            memory={memory.story}
            drafts={memory.requests}
            onSearch={openRun}
            isPart
          />
        </PanelContext.Provider>
      </StepMarks.Provider>
    </section>
  );
}

function useRunInTurn(runId: string, host: RunsHost): RunInTurn {
  const [, draw] = useReducer<object, undefined>(() => ({}), {});
  const run = useMemo(() => new RunInTurn(runId, host, () => draw(undefined)), [runId, host]);
  useEffect(() => {
    host.runs.set(runId, run);
    run.host.post({ type: "ready" });
    return () => {
      host.runs.delete(runId);
      host.post({ type: "fold", runId });
    };
  }, [run, runId, host]);
  return run;
}
