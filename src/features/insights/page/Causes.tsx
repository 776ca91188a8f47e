import { useState } from "preact/hooks";
import { formatCount } from "#model/counts.ts";
import { Icon } from "#ui/Icon.tsx";
import { MenuButton } from "#ui/MenuButton.tsx";
import { focusOn } from "#ui/reveal.ts";
import { TabStops, useTabIndex } from "#ui/tabStops.ts";
import { causeMenu } from "./causeMenu.ts";
import type { InsightsHost } from "./insightsHost.ts";
import type { CauseView } from "./insightsViews.ts";
import type { CauseAction } from "./messages.ts";
import { SaveTable } from "./SaveTable.tsx";

interface CausesProps {
  causes: readonly CauseView[];
  detail: string;
  host: InsightsHost;
  /** Whether a cause was seen only after the split. */
  isFresh: (cause: CauseView) => boolean;
}

/** Number of causes shown at first. */
const maxRows = 10;

/**
 * A row for each cause of failures: new ones first, known ones last. The rows are one stop of Tab; arrows go on to
 * another one, Enter shows its runs.
 */
export function Causes({ causes, detail, host, isFresh }: CausesProps) {
  const [hidesKnown, setHidesKnown] = useState(false);
  const knownCount = causes.filter((cause) => cause.known !== undefined).length;
  const [showsAll, setShowsAll] = useState(false);
  const [at, setAt] = useState(0);
  const shownCauses = hidesKnown ? causes.filter((cause) => cause.known === undefined) : causes;
  // One more would only move the button away.
  const shown = showsAll || shownCauses.length <= maxRows + 1 ? shownCauses : shownCauses.slice(0, maxRows);
  return (
    <section class="card wide" aria-labelledby="causes-head">
      <header>
        <h2 id="causes-head">Failures by Cause</h2>
        <span class="dim ellipsis" title={detail}>
          {causes.length === 0 ? "" : detail}
        </span>
        <span class="end">
          {knownCount > 0 && (
            <button type="button" class="link" onClick={() => setHidesKnown(!hidesKnown)}>
              {hidesKnown ? `Show ${formatCount(knownCount)} Known` : "Hide Known"}
            </button>
          )}
          {causes.length > 0 && <SaveTable name="Causes" table="causes" host={host} />}
        </span>
      </header>
      {shown.length === 0 ? (
        <p class="nothing dim">{causes.length === 0 ? "No failed runs." : "All causes are marked as known."}</p>
      ) : (
        <div class="tb-wrap">
          <table class="ca" role="grid" aria-labelledby="causes-head">
            <thead>
              <tr>
                <th scope="col">Cause and message</th>
                <th scope="col" class="r">
                  Runs
                </th>
                <th scope="col" class="r opt">
                  Users
                </th>
                <th scope="col" class="opt">
                  First seen
                </th>
                <th scope="col">Last seen</th>
                <th scope="col" class="opt">
                  Example
                </th>
                <th scope="col">
                  <span class="sr">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody onKeyDown={moveOn}>
              {shown.map((cause, row) => (
                <TabStops.Provider key={cause.id} value={row === Math.min(at, shown.length - 1)}>
                  <Row cause={cause} host={host} fresh={isFresh(cause)} onFocus={() => setAt(row)} />
                </TabStops.Provider>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < shownCauses.length && (
        <p class="rest">
          <button type="button" class="link" onClick={() => setShowsAll(true)}>
            Show All {formatCount(shownCauses.length)} Causes
          </button>
        </p>
      )}
    </section>
  );
}

/** The arrow keys, Home and End go from row to row. */
function moveOn(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const { key, target, currentTarget: body } = event;
  if (!(target instanceof HTMLTableRowElement)) return;
  const rows = [...body.querySelectorAll("tr")];
  const next = {
    ArrowDown: rows.indexOf(target) + 1,
    ArrowUp: rows.indexOf(target) - 1,
    Home: 0,
    End: rows.length - 1,
  }[key];
  if (next === undefined) return;
  event.preventDefault();
  focusOn(rows[next]);
}

interface RowProps {
  cause: CauseView;
  host: InsightsHost;
  fresh: boolean;
  onFocus: () => void;
}

function Row({ cause, host, fresh, onFocus }: RowProps) {
  const tabIndex = useTabIndex();
  const act = (action: CauseAction): void => host.post({ type: "cause", action, id: cause.id });
  const actOf = (added: string): void => host.post({ type: "causeAct", act: added, id: cause.id });
  const { known, runs } = cause;
  const count = `${formatCount(runs)} ${runs === 1 ? "run" : "runs"}`;
  return (
    <tr
      tabIndex={tabIndex}
      onFocusIn={onFocus}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target === event.currentTarget) act("showRuns");
      }}
    >
      <th scope="row">
        <span class="cause">
          <span class="two-lines" title={cause.title}>
            {cause.title}
          </span>
          {cause.isNew && <span class="tag">● new</span>}
          {fresh && !cause.isNew && <span class="tag">only since the split</span>}
          {known !== undefined && (
            <span class="tag">
              <Icon name="check" />
              {known === "" ? "known" : `known: ${known}`}
            </span>
          )}
        </span>
        <code class="l2">{cause.message.map(({ text, varies }, at) => (varies ? <u key={at}>{text}</u> : text))}</code>
      </th>
      <td class="r">
        {formatCount(runs)}
        <span class="only-slim"> {runs === 1 ? "run" : "runs"}</span>
      </td>
      <td class="r opt">{formatCount(cause.users)}</td>
      <td class="nw opt">{cause.firstSeen}</td>
      <td class="nw">{cause.lastSeen}</td>
      <td class="opt">
        <button
          type="button"
          class="link two-lines"
          tabIndex={tabIndex}
          title={cause.example.title}
          onClick={() => host.post({ type: "openRun", runId: cause.example.runId })}
        >
          {cause.example.title}
        </button>
      </td>
      <td>
        <span class="acts">
          <IconButton name={`Show ${count} of ${cause.title}`} title="Show Runs" onPress={() => act("showRuns")} />
          <MenuButton
            name={`More actions for ${cause.title}`}
            icon="ellipsis"
            class="act"
            entries={causeMenu({ isKnown: known !== undefined, act, acts: cause.acts ?? [], actOf })}
          />
        </span>
      </td>
    </tr>
  );
}

function IconButton({ name, title, onPress }: { name: string; title: string; onPress: () => void }) {
  return (
    <button type="button" class="act" title={title} aria-label={name} tabIndex={useTabIndex()} onClick={onPress}>
      <Icon name="list-unordered" />
    </button>
  );
}
