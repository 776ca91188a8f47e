import { countOf, formatCount } from "#model/counts.ts";
import type { Tone } from "#model/status.ts";
import { Icon } from "#ui/Icon.tsx";
import type { IconName } from "#ui/icons.ts";
import type { QueueHost } from "./queueHost.ts";
import type { OutcomeView, WorkRowView, WorkView } from "./queueViews.ts";
import { Parts, RowFacts, type WorkProps } from "./WorkParts.tsx";

const lookOfOutcome: Record<OutcomeView["kind"], { icon: IconName; tone: Tone }> = {
  queued: { icon: "circle-large", tone: "idle" },
  sending: { icon: "loading", tone: "run" },
  sent: { icon: "check", tone: "good" },
  late: { icon: "circle-slash", tone: "idle" },
  failed: { icon: "error", tone: "bad" },
};

/** What became of each answer. */
export function Outcomes({ work, host, title }: WorkProps) {
  const rows = work.parts.flatMap((part) => part.rows);
  const count = (kind: OutcomeView["kind"]): number => rows.filter(({ outcome }) => outcome?.kind === kind).length;
  const verb = work.decision === "approve" ? "Approved" : "Rejected";
  const failed = count("failed");
  const isBusy = count("queued") + count("sending") > 0;
  const rest = [
    ...(count("late") > 0 ? [`${formatCount(count("late"))} too late`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ];
  return (
    <>
      <header>
        <h2 id={title} tabIndex={-1}>
          {verb} {formatCount(count("sent"))} of {formatCount(rows.length)}
        </h2>
        <span role="status">{isBusy ? "Sending…" : [`${formatCount(count("sent"))} sent`, ...rest].join(", ")}</span>
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label="Outcomes">
        <Parts
          work={work}
          row={(row, number) => (
            <OutcomeRow key={row.id} row={row} number={number} host={host} work={work} isBusy={isBusy} />
          )}
          about={(part) => countOf(part.rows.length, "answer")}
        />
      </div>
      <div class="q-go">
        {failed > 0 && !isBusy && (
          <button type="button" class="btn second" onClick={() => host.post({ type: "tryAgain" })}>
            Retry {formatCount(failed)}…
          </button>
        )}
        <button type="button" class="btn second" onClick={() => host.post({ type: "back" })}>
          Back to List
        </button>
        {isBusy && <span class="dim">At most four answers are sent at the same time.</span>}
      </div>
    </>
  );
}

interface OutcomeProps {
  host: QueueHost;
  row: WorkRowView;
  number: number;
  isBusy: boolean;
  work: WorkView;
}

function OutcomeRow({ row, number, host, work, isBusy }: OutcomeProps) {
  const { kind, text } = row.outcome ?? { kind: "queued", text: "" };
  const { icon, tone } = lookOfOutcome[kind];
  return (
    <div class="rv" role="listitem">
      <span class="no">{number}</span>
      <RowFacts row={row} work={work} />
      <span class={`out ${kind}`}>
        <Icon name={icon} tone={tone} />
        <span>{text}</span>
      </span>
      <span class="redo">
        {kind === "failed" && !isBusy && (
          <button type="button" class="link" onClick={() => host.post({ type: "tryAgain", id: row.id })}>
            Retry…<span class="sr"> {row.user}</span>
          </button>
        )}
      </span>
    </div>
  );
}
