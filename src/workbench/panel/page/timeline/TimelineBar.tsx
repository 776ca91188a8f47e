import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import type { Span } from "./scale/foldedWaits.ts";
import { type ZoomCommands, zoomStep } from "./timelineKeys.ts";

interface BarProps {
  foldWaits: boolean;
  /** Whether there is a wait that can be shown as a break. */
  canFold: boolean;
  onFoldWaits: (fold: boolean) => void;
  /** The waits that are shown as a break now. */
  folded: readonly Span[];
  commands: ZoomCommands;
  /** Whether it is a run of a program on this machine. */
  local: boolean;
  /** Whether a call of it was tried again. */
  retried: boolean;
}

export function TimelineBar(props: BarProps) {
  const { foldWaits, commands } = props;
  return (
    <div class="bar">
      {props.canFold && (
        <button
          type="button"
          class="chip"
          aria-pressed={foldWaits}
          title={foldedWords(props.folded)}
          onClick={() => props.onFoldWaits(!foldWaits)}
        >
          <Icon name="fold" />
          Collapse Waits
        </button>
      )}
      <div class="end">
        <Legend local={props.local} retried={props.retried} />
        <IconButton icon="zoom-out" name="Zoom Out (-)" onPress={() => commands.zoom(zoomStep)} />
        <IconButton icon="zoom-in" name="Zoom In (+)" onPress={() => commands.zoom(1 / zoomStep)} />
        <IconButton icon="screen-full" name="Show All (0)" onPress={() => commands.showAll()} />
      </div>
    </div>
  );
}

function foldedWords(folded: readonly Span[]): string {
  const [first] = folded;
  if (!first) return "Collapse long waits";
  if (folded.length === 1) return `One wait of ${formatDuration(first.to - first.from)} is collapsed`;
  return `${countOf(folded.length, "wait")} collapsed`;
}

const looks = { text: "Text", ok: "Tool", wait: "Wait", fail: "Failed" };
/** The looks in the legend of a run of a program on this machine. */
const looksOfTrace = { text: "Model", ok: "Tool", fail: "Failed" };
const looksOfRetries = { text: "Model", ok: "Tool", gap: "Wait for next attempt", fail: "Failed" };

function Legend({ local, retried }: Pick<BarProps, "local" | "retried">) {
  const shown = local ? (retried ? looksOfRetries : looksOfTrace) : looks;
  return (
    <span class="legend" aria-hidden="true">
      {Object.entries(shown).map(([look, word]) => (
        <span key={look}>
          <i class={`tb ${look}`} />
          {word}
        </span>
      ))}
    </span>
  );
}
