import { factsOfKind, type KindsWith, type StepKind } from "#model/stepKinds.ts";
import { type Call, inReadingOrder, subAgentOf } from "#workbench/panel/page/story/groups/callGroups.ts";
import type { StoryGroups } from "#workbench/panel/page/story/groups/nodesBeside.ts";
import { hasHead, type StoryGroup } from "#workbench/panel/page/story/groups/storyGroups.ts";
import { speakerId } from "#workbench/panel/page/story/speakers/speakerNames.ts";
import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";

/** A step of a kind that is listed: always, or while it waits. */
type ListedStep = StepView & { kind: Exclude<StepKind, KindsWith<{ outline: "never" }>> };

interface Entry {
  level: number;
  sequence: number;
  group: StoryGroup;
}

/** A line of the outline: a speaker, an iteration, or a step that readers look for. */
export type OutlineEntry = Entry &
  (
    | {
        kind: "speaker";
        speaker: SpeakerView;
        groups: readonly StoryGroup[];
        current: boolean;
        /** The call of a node that is nothing but one call, whose line says what the call's would. */
        call: Call | undefined;
      }
    | { kind: "iteration"; current: boolean }
    | { kind: "step"; step: ListedStep; agent?: SpeakerView }
  );

/** Speakers, their iterations, their calls, and the steps of sub-agents within them. */
export function outline(groups: readonly StoryGroup[], last = groups.at(-1)): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  for (const part of groupsBySpeaker(groups)) {
    const [group] = part;
    const { speaker } = group;
    const call = onlyCall(part);
    if (speaker) {
      const current = last !== undefined && part.includes(last);
      entries.push({
        kind: "speaker",
        speaker,
        groups: part,
        current,
        call,
        level: 1,
        sequence: group.steps[0]!.sequence,
        group,
      });
    }
    if (call === undefined) for (const each of part) addGroup(each, speaker ? 2 : 1, each === last, entries);
  }
  return entries;
}

function onlyCall([{ speaker, steps, inside }, ...others]: StoryGroups): Call | undefined {
  const [step, ...more] = steps;
  const isNode = speaker !== undefined && speaker.group !== "agents";
  const isOnly = isNode && others.length === 0 && more.length === 0 && inside.size === 0;
  return isOnly && step?.kind === "tool" ? step : undefined;
}

/** The index of the line where the reader is, -1 without one. */
export function entryAt(
  entries: readonly OutlineEntry[],
  groups: readonly StoryGroup[],
  at: number | undefined,
): number {
  if (at === undefined) return -1;
  const group = groups.findLast((each) => each.steps[0]!.sequence <= at && holds(each, at));
  const own = group ? entries.findLastIndex((entry) => entry.group === group && entry.sequence <= at) : -1;
  return own >= 0 ? own : entries.findLastIndex(({ sequence }) => sequence <= at);
}

function holds({ steps, inside }: StoryGroup, sequence: number): boolean {
  const has = (list: readonly StepView[]): boolean => list.some((step) => step.sequence === sequence);
  return has(steps) || [...inside.values()].some(has);
}

/** The groups of each speaker together, in the place of its first one. */
export function groupsBySpeaker(groups: readonly StoryGroup[]): StoryGroups[] {
  const parts = Map.groupBy(groups, (group) => (group.speaker ? speakerId(group.speaker) : group));
  return [...parts.values()].flatMap(([first, ...more]) => (first ? [[first, ...more]] : []));
}

const entriesCache = new WeakMap<StoryGroup, { level: number; entries: readonly OutlineEntry[] }>();

function addGroup(group: StoryGroup, level: number, current: boolean, into: OutlineEntry[]): void {
  const isIteration = group.iteration !== undefined && hasHead(group);
  const before = entriesCache.get(group);
  const inner = before?.level === level ? before.entries : stepsOf(group.steps, isIteration ? level + 1 : level, group);
  if (inner !== before?.entries) entriesCache.set(group, { level, entries: inner });
  if (isIteration) into.push({ kind: "iteration", current, level, sequence: group.steps[0]!.sequence, group });
  for (const entry of inner) into.push(entry);
}

function stepsOf(steps: readonly StepView[], level: number, group: StoryGroup): OutlineEntry[] {
  return inReadingOrder(steps)
    .flatMap((each) => ("kind" in each ? [each] : [...each]))
    .flatMap((step): OutlineEntry[] => {
      if (!isListed(step)) return [];
      // The line of the node already shows its failure.
      if (step.kind === "failed" && group.speaker?.group === "node") return [];
      const inside = step.kind === "tool" ? group.inside.get(step.id) : undefined;
      const agent = inside && subAgentOf(inside);
      const entry: OutlineEntry = {
        kind: "step",
        step,
        agent,
        level,
        sequence: step.sequence,
        group,
      };
      return [entry, ...(inside ? stepsOf(inside, level + 1, group) : [])];
    });
}

/** Whether readers look for the step. */
function isListed(step: StepView): step is ListedStep {
  const { outline: listed } = factsOfKind(step.kind);
  return listed === "always" || (listed === "waiting" && "pending" in step && step.pending === true);
}
