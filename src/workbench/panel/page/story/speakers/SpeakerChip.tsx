import { useEffect, useRef } from "preact/hooks";
import { countOf, formatCount } from "#model/counts.ts";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { isField } from "#ui/hooks/useStepKeys.ts";
import { Icon } from "#ui/Icon.tsx";
import { MenuButton } from "#ui/MenuButton.tsx";
import type { MenuEntry } from "#ui/menuEntry.ts";
import type { ShownReasoning } from "#workbench/panel/page/story/reasoning/useReasoning.ts";
import { speakerIcon } from "./speakerNames.ts";
import type { SpeakerFilter } from "./useSpeakerFilter.ts";

/** Shows one speaker of several, and hides reasoning. `S` opens it, except in a field or a menu. */
export function SpeakerChip({ filter, reasoning }: { filter: SpeakerFilter; reasoning: ShownReasoning }) {
  const { only, choose, steps, speakers } = filter;
  const button = useRef<HTMLButtonElement>(null);
  useSpeakerKey(() => button.current?.click());
  const all: MenuEntry = {
    name: "All Speakers",
    checked: only === undefined,
    detail: formatCount(steps),
    run: () => choose(undefined),
  };
  const each = speakers.map(({ id, speaker, steps: own, isAsked }): MenuEntry => {
    const words = { name: speaker.name, icon: speakerIcon(speaker), detail: formatCount(own) };
    return { ...words, inner: isAsked, checked: id === only?.id, run: () => choose(id) };
  });
  const ofReasoning: MenuEntry[] = reasoning.hasAny
    ? [
        { separator: true },
        {
          name: reasoning.hidden > 0 ? "Show Reasoning" : "Hide Reasoning",
          icon: "thinking",
          run: reasoning.toggle,
        },
      ]
    : [];
  return (
    <MenuButton
      name="Show one speaker (S)"
      menu="Show speakers"
      icon={only ? "filter-filled" : "filter"}
      text={only?.speaker.name ?? "All Speakers"}
      class="chip"
      pressed={only !== undefined}
      button={button}
      entries={[all, { separator: true }, ...each, ...ofReasoning]}
    />
  );
}

function useSpeakerKey(onKey: () => void): void {
  const latest = useLatest(onKey);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target, key, ctrlKey, metaKey, altKey, defaultPrevented } = event;
      if (key.toLowerCase() !== "s" || ctrlKey || metaKey || altKey || defaultPrevented || isField(target)) return;
      if (target instanceof Element && target.closest("[role='menu']")) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Says which steps are shown alone, and offers to show all. */
export function FilteredLine({ filter: { only, shown, steps, choose } }: { filter: SpeakerFilter }) {
  const counts = only && `${formatCount(shown.steps.length)} of ${countOf(steps, "step")}`;
  return (
    <>
      <div class="sr" role="status">
        {only ? `${only.speaker.name} only, ${counts}` : null}
      </div>
      {only && (
        <div class="filtered-line">
          <Icon name="filter-filled" />
          <span class="ellipsis">
            <b>{only.speaker.name} only:</b> {counts}
            {shown.withAsked ? ", with its sub-agents" : ""}.
          </span>
          <button type="button" class="link" onClick={() => choose(undefined)}>
            Show All Speakers
          </button>
        </div>
      )}
    </>
  );
}
