import { useId, useState } from "preact/hooks";
import { countOf, formatCount } from "#model/counts.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { JsonText } from "#ui/JsonText.tsx";
import { GrowingText } from "#workbench/inputRequests/page/FormFields.tsx";
import type { QueueHost } from "./queueHost.ts";
import type { WorkRowView, WorkView } from "./queueViews.ts";
import { Parts, RowFacts, type WorkProps } from "./WorkParts.tsx";

/** Everything that will be sent, row by row and never cut. */
export function Review({ work, host, title }: WorkProps) {
  const reason = useId();
  const rows = work.parts.flatMap((part) => part.rows);
  const able = rows.filter(({ over, problem }) => over === undefined && problem === undefined).length;
  const wrong = rows.filter(({ problem }) => problem !== undefined);
  const onProduction = work.parts
    .filter(({ isProduction }) => isProduction)
    .flatMap((part) => part.rows)
    .filter(({ over }) => over === undefined).length;
  const verb = work.decision === "approve" ? "Approve" : "Reject";
  const production = onProduction === 0 ? "" : `, ${formatCount(onProduction)} on Production`;
  const isReady = able > 0 && wrong.length === 0;
  const send = (): void => {
    if (isReady) host.post({ type: "send", version: work.version });
  };
  // No key sends a review but on its button.
  return (
    <>
      <header>
        <h2 id={title} tabIndex={-1}>
          Review: {verb.toLowerCase()}{" "}
          {work.isTool ? (
            <>
              {formatCount(able)} of <code>{work.name}</code>
            </>
          ) : (
            countOf(able, "input request")
          )}
        </h2>
        <span class={work.hasChanged ? "wrong" : "dim"} role="status">
          {work.hasChanged ? "The list changed as you clicked. Nothing has been sent yet" : "Nothing has been sent yet"}
        </span>
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label="Answers to be sent">
        <Parts
          work={work}
          row={(row, number) => <ReviewRow key={row.id} row={row} number={number} host={host} work={work} />}
          about={(part) => countOf(part.rows.filter(({ over }) => over === undefined).length, "answer")}
        />
        <div class="why">
          <label for={reason}>Reason for all</label>
          <div>
            <GrowingText
              id={reason}
              text={work.reason}
              placeholder="Reason (optional)"
              readOnly={false}
              describedBy={`${reason}-about`}
              onText={(text) => host.post({ type: "reason", text })}
            />
            <p id={`${reason}-about`}>
              Optional, sent to the agent with {able === 1 ? "the answer" : `each of the ${formatCount(able)} answers`}.
            </p>
          </div>
        </div>
      </div>
      <div class="q-go">
        <button type="button" class="btn" aria-disabled={!isReady} onClick={send}>
          {verb} {formatCount(able)}
          {production}
        </button>
        <button type="button" class="btn second" onClick={() => host.post({ type: "back" })}>
          Back
        </button>
        <span class={wrong.length > 0 ? "wrong" : "dim"}>
          {wrong.length > 0
            ? `${wrong.map(({ user, problem }) => `${user}: ${problem}`).join(" ")} Correct ${wrong.length === 1 ? "it, or leave it" : "them, or leave them"} out.`
            : "One answer is sent for each row, in this order. Rows that somebody else answers first are skipped."}
        </span>
      </div>
    </>
  );
}

interface ReviewRowProps {
  work: WorkView;
  host: QueueHost;
  row: WorkRowView;
  number: number;
}

function ReviewRow({ row, number, host, work }: ReviewRowProps) {
  const [json, setJson] = useState(false);
  const isSent = row.over === undefined && row.problem === undefined;
  return (
    <div class={row.over === undefined ? "rv" : "rv over"} role="listitem">
      <span class="no">{number}</span>
      <RowFacts row={row} work={work} />
      <span class="acts">
        {isSent && (
          <IconButton
            icon="json"
            name={`Show Answer for ${row.user} as JSON`}
            pressed={json}
            onPress={() => setJson(!json)}
          />
        )}
        <IconButton
          icon="close"
          name={`Leave Out ${row.user}`}
          onPress={() => host.post({ type: "leaveOut", id: row.id })}
        />
      </span>
      <span class="body">
        {row.over !== undefined && <span class="dim">{row.over}, so nothing is sent.</span>}
        {row.problem !== undefined && (
          <span class="wrong">
            <Icon name="error" tone="bad" /> {row.problem}
          </span>
        )}
        {row.sent.map(({ name, text, was }) => (
          <span key={name}>
            <code>{name}</code> <span class={was === undefined ? "mono" : "mono chg"}>{text}</span>
            {was !== undefined && <span class="was"> was {was === "" ? "empty" : was}</span>}
          </span>
        ))}
      </span>
      {json && isSent && (
        <span class="source">
          <JsonText text={row.json} label={`Body for ${row.user}`} />
        </span>
      )}
    </div>
  );
}
