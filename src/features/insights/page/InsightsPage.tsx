import { type TimeRange, timeRangeNames, timeRanges } from "#model/timeRanges.ts";
import { Empty } from "#ui/Empty.tsx";
import { Icon } from "#ui/Icon.tsx";
import { ProductionMark } from "#ui/ProductionMark.tsx";
import { BeforeAfter } from "./BeforeAfter.tsx";
import { Card } from "./Card.tsx";
import { Causes } from "./Causes.tsx";
import { FilterField } from "./FilterField.tsx";
import { choiceOf, type InsightsProps } from "./insightsHost.ts";
import type { CauseView } from "./insightsViews.ts";
import { SplitMenu } from "./SplitMenu.tsx";

/** From top to bottom: coverage, range and filter, figures, before and after, runs, duration, causes, tools, waits. */
export function InsightsPage({ view, host }: InsightsProps) {
  return (
    <main class="panel" aria-label={`Insights: ${view.app}`}>
      <PageHead view={view} host={host} />
      <InsightsToolbar view={view} host={host} />
      <CoverageEnd view={view} host={host} />
      <Machines view={view} host={host} />
      {view.runs === 0 ? <Nothing view={view} host={host} /> : <Figures view={view} host={host} />}
    </main>
  );
}

function PageHead({ view, host }: InsightsProps) {
  const { reading, load, loadProblem } = view;
  const share = reading?.share;
  return (
    // Its progress and what it can load have no room in the line of its title.
    <header class="head lines-kept insights-head">
      <Icon name="graph" tone="idle" />
      <h1 class="ellipsis">Insights</h1>
      <div class="actions" />
      <div class="now" role="status">
        {reading && <progress aria-label="Progress" {...(share === undefined ? {} : { value: share })} />}
        {reading && <span>{reading.text}</span>}
        {reading && (
          <button type="button" class="link" onClick={() => host.post({ type: "cancel" })}>
            Cancel
          </button>
        )}
        {loadProblem !== undefined && <span>{loadProblem}</span>}
        {load !== undefined && (
          <button type="button" class="btn second" onClick={() => host.post({ type: "load" })}>
            {load}
          </button>
        )}
      </div>
      <div class="meta">
        <span class="app">
          <span class="ellipsis" title={view.app}>
            {view.app}
          </span>
          {view.isProduction && <ProductionMark />}
        </span>
      </div>
    </header>
  );
}

/** Says where the time ends that was read, if that is shorter than the range, and why. */
function CoverageEnd({ view: { shownSince, reading, problem }, host }: InsightsProps) {
  if (problem === undefined && !shownSince) return null;
  const rest = reading ? "Older ones are loading." : "Older ones aren't loaded.";
  const shown = shownSince ? `Runs ${shownSince} are shown. ${rest}` : "";
  return (
    <p class="coverage-end" role="note">
      {[shown, problem && `Loading stopped: ${problem}`].filter(Boolean).join(" ")}
      {!reading && (
        <button type="button" class="link" onClick={() => host.post({ type: "retry" })}>
          {problem === undefined ? "Load Older Runs" : "Retry"}
        </button>
      )}
    </p>
  );
}

/** Says how many runs of golden tests, batches, forks and agents are left out, or count. */
function Machines({ view, host }: InsightsProps) {
  const { machinesNote, withMachines } = view;
  if (machinesNote === undefined) return null;
  const choice = { ...choiceOf(view), withMachines: !withMachines };
  return (
    <p class="coverage-end" role="note">
      {machinesNote}
      <button type="button" class="link" onClick={() => host.post({ type: "choose", choice })}>
        {withMachines ? "Exclude" : "Include"}
      </button>
    </p>
  );
}

function Figures({ view, host }: InsightsProps) {
  const newCauses = new Set(view.compare?.causes.fresh);
  const opens = (id: string): boolean => id === "users" && view.opensConversations === true;
  const card = (id: string) => {
    const found = view.cards.find((each) => each.id === id);
    return found && <Card card={found} splitAt={view.splitAt} split={view.split?.name} host={host} opens={opens(id)} />;
  };
  return (
    <div class="insights scroll">
      <dl class="stats">
        {view.stats.map(({ name, value, detail }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{value}</b>
              <span class="two-lines" title={detail}>
                {detail}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <div class="cards">
        {view.compare && <BeforeAfter compare={view.compare} host={host} />}
        {card("runs")}
        {card("success")}
        {card("duration")}
        <Causes
          causes={view.causes}
          detail={view.causesDetail}
          host={host}
          isFresh={(each: CauseView) => newCauses.has(each.id)}
        />
        {card("slowest")}
        {card("toolFailures")}
        {card("waits")}
        {card("users")}
      </div>
    </div>
  );
}

/** The words for a range without runs, or without one that matches the filter. */
function Nothing({ view, host }: InsightsProps) {
  if (view.shownSince === "")
    return (
      <Empty
        icon="graph"
        title={view.reading ? "Loading runs" : "No runs loaded"}
        text="A day appears when all of its runs are loaded."
      />
    );
  const isFiltered = view.filter !== "";
  const choose = (filter: string, range = view.range): void =>
    host.post({ type: "choose", choice: { ...choiceOf(view), range, filter } });
  return (
    <Empty
      icon={isFiltered ? "search-stop" : "graph"}
      title={isFiltered ? "No run matches the filter" : "No runs in this time range"}
      text={
        isFiltered ? "No run in this time range matches the filter." : "No run of the app started in this time range."
      }
    >
      <div class="do">
        {isFiltered && (
          <button type="button" class="btn second" onClick={() => choose("")}>
            Clear Filter
          </button>
        )}
        {view.range !== "all" && (
          <button type="button" class="btn second" onClick={() => choose(view.filter, "all")}>
            Show All Time
          </button>
        )}
      </div>
    </Empty>
  );
}

/** The range, the filter and the split. */
function InsightsToolbar({ view, host }: InsightsProps) {
  const choose = (change: { range?: TimeRange; filter?: string; split?: number }): void =>
    host.post({ type: "choose", choice: { ...choiceOf(view), ...change } });
  return (
    <div class="bar insights-bar">
      <span class="seg" role="group" aria-label="Time range">
        {timeRanges.map((range) => (
          <button type="button" key={range} aria-pressed={range === view.range} onClick={() => choose({ range })}>
            {timeRangeNames[range]}
          </button>
        ))}
      </span>
      <FilterField
        filter={view.filter}
        problem={view.filterProblem}
        fixes={view.filterFixes ?? []}
        note={view.filterNote}
        host={host}
        onApply={(filter) => choose({ filter })}
      />
      <SplitMenu view={view} onChoose={(split) => choose({ split })} />
    </div>
  );
}
