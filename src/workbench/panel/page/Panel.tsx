import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { formatBytes } from "#model/bytes.ts";
import { formatCount } from "#model/counts.ts";
import { Banner } from "#ui/Banner.tsx";
import { IsLocalRun } from "#ui/Dots.tsx";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { PageLoading, Skeleton } from "#ui/PageLoading.tsx";
import { PageProblem } from "#ui/PageProblem.tsx";
import { Header } from "./Header.tsx";
import type { RunHeader } from "./headerViews.ts";
import { usePanel } from "./host.ts";
import { LiveBar, Silence } from "./LiveBar.tsx";
import { PanelView } from "./PanelView.tsx";
import type { PanelState, Tab } from "./state/panelState.ts";
import type { ViewMemory } from "./state/viewMemory.ts";
import { NoteBanner, StepMarks, useMarks } from "./story/notes/RunNotes.tsx";
import { showInStory } from "./story/openStory.ts";
import { HiddenReasoningLine, ReasoningButton } from "./story/reasoning/Reasoning.tsx";
import { useReasoning } from "./story/reasoning/useReasoning.ts";
import { FilteredLine, SpeakerChip } from "./story/speakers/SpeakerChip.tsx";
import { useSpeakerFilter } from "./story/speakers/useSpeakerFilter.ts";
import type { StoryTools } from "./story/StoryView.tsx";
import { useEndedStory } from "./story/useEndedStory.ts";
import type { StepView } from "./storyViews.ts";
import { tabName, Tabs, tabsOf } from "./Tabs.tsx";
import type { AttachmentView } from "./valueViews.ts";

export function Panel(props: { state: PanelState; memory: ViewMemory }) {
  const { host, dispatch } = usePanel();
  const storyTools = useRef<StoryTools>(null);
  const { run } = props.state;
  const story = useEndedStory(props.state);
  const { local } = run?.header ?? {};
  const shown = tabsOf(run?.header);
  // The tab may come from the last run that was shown here.
  const tab = shown.includes(props.state.tab) ? props.state.tab : "story";
  const state = { ...props.state, tab, story };
  const marks = useMarks(run?.notes);
  const showsStory = state.tab === "story" || state.tab === "timeline";
  const filter = useSpeakerFilter(story, run, props.memory, showsStory);
  const reasoning = useReasoning(filter.shown, props.memory);
  const steps = useLatest(story.length);
  const goTo = useCallback(
    (sequence: number): void => showInStory(sequence, steps.current, props.memory.story, dispatch),
    [steps, props.memory.story, dispatch],
  );
  if (state.problem) return <PageProblem problem={state.problem} act={(action) => host.act(action)} />;
  if (!state.run) {
    const { loading, runId } = state;
    return loading && runId ? <Loading runId={runId} header={loading.header} tab={state.tab} /> : null;
  }
  const { header, banner, notes, live } = state.run;
  const canFilter = showsStory && filter.speakers.length > 1;
  return (
    <main
      class="panel"
      data-run-status={header.status}
      data-exported={header.asOf !== undefined || undefined}
      aria-label={`Run: ${header.title}`}
    >
      <Header header={header} onGoTo={goTo} />
      <Tabs tab={state.tab} shown={shown} eventCount={state.totals.eventCount}>
        <div class="tools">
          {canFilter && <SpeakerChip filter={filter} reasoning={reasoning} />}
          {showsStory && !canFilter && <ReasoningButton reasoning={reasoning} />}
          {/* In the tab bar, because the outline is missing while the run waits and in a narrow panel. */}
          {state.tab === "story" && state.story.length > 0 && (
            <>
              <IconButton icon="search" name="Find in Story" onPress={() => storyTools.current?.find()} />
              <IconButton icon="collapse-all" name="Collapse All" onPress={() => storyTools.current?.collapseAll()} />
            </>
          )}
          <span class="wide">
            <IconButton
              icon="json"
              name={local === undefined ? "Open Run as JSON" : "Open Trace as JSON"}
              onPress={() => host.act("openText")}
            />
            {header.acts?.map(({ id, name, icon }) => (
              <IconButton key={id} icon={icon} name={name} onPress={() => host.post({ type: "act", id })} />
            ))}
          </span>
        </div>
      </Tabs>
      {banner && (
        <Banner text={banner} icon="debug-disconnect" way={{ name: "Retry Now", go: () => host.act("retry") }} />
      )}
      {header.status === "started" && header.connected && local === undefined && !banner && (
        <Silence lastAt={state.totals.lastAt} />
      )}
      {notes?.map((note) => (
        <NoteBanner key={note.name} note={note} goTo={goTo} />
      ))}
      {canFilter && <FilteredLine filter={filter} />}
      {showsStory && <HiddenReasoningLine reasoning={reasoning} />}
      {(state.tab === "story" || state.tab === "input") && <Attachments attachments={state.run.attachments ?? []} />}
      <div class="view" id="view" role="tabpanel" aria-labelledby={`tab-${state.tab}`} aria-label={tabName(state.tab)}>
        <IsLocalRun.Provider value={local !== undefined}>
          <StepMarks.Provider value={marks}>
            <PanelView
              state={state}
              run={state.run}
              memory={props.memory}
              shown={reasoning.shown}
              storyTools={storyTools}
              key={`${header.id} ${state.tab}`}
            />
          </StepMarks.Provider>
        </IsLocalRun.Provider>
      </div>
      <LiveBar live={live} eventCount={state.totals.eventCount} marks={state.marks} trace={header.trace} />
      <Announcer story={state.story} key={header.id} />
    </main>
  );
}

/** The files that the run was started with, above its story and its input. */
function Attachments({ attachments }: { attachments: readonly AttachmentView[] }) {
  const { host } = usePanel();
  if (attachments.length === 0) return null;
  return (
    <ul class="attached" aria-label="Attachments">
      {attachments.map(({ name, size, note }, index) => (
        <li key={index}>
          <Icon name="file" />
          {note === undefined ? (
            <button
              type="button"
              class="link"
              title={name}
              onClick={() => host.post({ type: "openAttachment", index })}
            >
              {name}
            </button>
          ) : (
            <span class="name" title={name}>
              {name}
            </span>
          )}
          <span class="dim">{[size === undefined ? [] : formatBytes(size), note ?? []].flat().join(", ")}</span>
        </li>
      ))}
    </ul>
  );
}

/** In milliseconds: how often new steps are announced, so that a busy run doesn't flood a screen reader. */
const announceInterval = 5000;

/** Announces new steps politely and not too often. */
function Announcer(props: { story: readonly StepView[] }) {
  const story = useLatest(props.story);
  const [text, setText] = useState("");
  useEffect(() => {
    let announced = story.current.length;
    const timer = setInterval(() => {
      const added = story.current.length - announced;
      if (added <= 0) return;
      const done = story.current.slice(announced).findLast((step) => step.kind === "tool" && step.state !== "running");
      announced = story.current.length;
      const last = done?.kind === "tool" ? `, ${done.name} ${done.state}` : "";
      setText(`${formatCount(added)} new${last}`);
    }, announceInterval);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="sr" aria-live="polite">
      {/* Preact would write an empty text again each time. */}
      {text || null}
    </div>
  );
}

function Loading({ runId, header, tab }: { runId: string; header: RunHeader | undefined; tab: Tab }) {
  const title = header?.title ?? runId;
  const head = { icon: "circle-large", title, text: "the run and its first events" } as const;
  // Without the run's story no sentence leads to a step.
  const headerElement = header && <Header header={header} onGoTo={() => undefined} />;
  return (
    <PageLoading label={`Run: ${title}`} head={headerElement ? undefined : head} header={headerElement}>
      <Tabs tab={tab} shown={tabsOf(undefined)} eventCount={undefined} />
      <div class="view" id="view" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Skeleton />
      </div>
      <LiveBar live={{ kind: "connecting" }} eventCount={undefined} />
    </PageLoading>
  );
}
