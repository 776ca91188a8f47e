import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { countOf, formatCount } from "#model/counts.ts";
import { Chip } from "#ui/Chip.tsx";
import { Empty } from "#ui/Empty.tsx";
import { useNow } from "#ui/hooks/useNow.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { ProductionMark } from "#ui/ProductionMark.tsx";
import { focusOn } from "#ui/reveal.ts";
import { BulkWork } from "./BulkWork.tsx";
import { FilterField } from "./FilterField.tsx";
import { groupStop } from "./listKeys.ts";
import { QueueDetail } from "./QueueDetail.tsx";
import type { ListMemory, QueueHost } from "./queueHost.ts";
import { QueueList } from "./QueueList.tsx";
import type { AppView, DetailView, GroupView, QueueView } from "./queueViews.ts";
import { stillSelected } from "./selection.ts";
import { SelectionBar } from "./SelectionBar.tsx";
import { waitWords } from "./waitWords.ts";

interface QueueProps {
  view: QueueView;
  detail: DetailView | undefined;
  kept: ListMemory;
  host: QueueHost;
}

/** In milliseconds: the input request beside the list follows a moving focus so much later. */
const detailDelay = 150;

/** The list with the input request beside it; or the review, or the outcomes, in their place. */
export function QueuePage({ view, detail, kept, host }: QueueProps) {
  const [memory, setMemory] = useState(kept);
  const [filter, setFilter] = useState("");
  const [apps, setApps] = useState<readonly string[]>([]);
  /** Whether the input request has the place of the list, where there is no room for both. */
  const [opened, setOpened] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const groups = filtered(view, filter, apps);
  const selected = stillSelected(view.groups, memory.selected);
  const rows = groups.flatMap((group) => group.rows.map(({ id }) => id));
  const isThere = [...rows, ...groups.map(groupStop)].includes(memory.current ?? "");
  const current = isThere ? memory.current : rows[0];
  const hasRow = current !== undefined && rows.includes(current);
  /** A click may change several things, one after the other. */
  const latest = useRef(memory);
  const move = (change: Partial<ListMemory>): void => {
    latest.current = { ...latest.current, ...change };
    setMemory(latest.current);
    host.keep(latest.current);
  };
  const shown = hasRow ? current : undefined;
  const isFirst = useRef(true);
  useEffect(() => {
    const delay = isFirst.current ? 0 : detailDelay;
    if (shown !== undefined) isFirst.current = false;
    const timer = setTimeout(() => host.post({ type: "show", ...(shown === undefined ? {} : { id: shown }) }), delay);
    return () => clearTimeout(timer);
  }, [shown, host]);
  const toRow = (): void => focusOn(list.current?.querySelector<HTMLElement>("[tabindex='0']"));
  const isWorking = view.work !== undefined;
  const wasWorking = useRef(isWorking);
  // The list opens on its oldest row, and the reader comes back to the row that they left.
  const hasRows = groups.length > 0;
  useLayoutEffect(() => {
    const returns = wasWorking.current && !isWorking;
    wasWorking.current = isWorking;
    if (hasRows && !isWorking && (returns || document.activeElement === document.body)) toRow();
  }, [hasRows, isWorking]);
  const back = (): void => {
    setOpened(false);
    requestAnimationFrame(toRow);
  };
  return (
    <main class="panel queue" aria-label="Waiting for You">
      <Head view={view} host={host} />
      {view.work ? (
        <BulkWork work={view.work} host={host} key={view.work.stage} />
      ) : (
        <>
          <Toolbar
            view={view}
            filter={filter}
            apps={apps}
            setFilter={setFilter}
            setApps={setApps}
            hidden={opened}
            toList={toRow}
          />
          <Problems apps={view.apps} host={host} />
          {view.groups.length === 0 ? (
            <Nothing view={view} host={host} />
          ) : groups.length === 0 ? (
            <Empty icon="search-stop" title="No input request matches the filter">
              <div class="do">
                <button type="button" class="btn second" onClick={() => (setFilter(""), setApps([]))}>
                  Clear Filter
                </button>
              </div>
            </Empty>
          ) : (
            <div class={opened ? "view asks opened" : "view asks"}>
              <div class="q">
                <QueueList
                  groups={groups}
                  view={view}
                  current={current}
                  selected={selected}
                  move={move}
                  list={list}
                  folded={memory.folded}
                  onOpen={() => setOpened(true)}
                />
                <SelectionBar groups={view.groups} apps={view.apps} selected={selected} host={host} move={move} />
              </div>
              <QueueDetail detail={detail?.id === shown ? detail : undefined} host={host} opened={opened} back={back} />
            </div>
          )}
          <Foot view={view} host={host} />
        </>
      )}
    </main>
  );
}

/** The apps that have rows, or all of them if nothing waits: of twenty apps, few ask. */
function askingApps({ apps, groups }: QueueView): readonly AppView[] {
  const asking = new Set(groups.flatMap(({ rows }) => rows.map(({ app }) => app)));
  return asking.size === 0 ? apps : apps.filter(({ id }) => asking.has(id));
}

function Head({ view, host }: Pick<QueueProps, "view" | "host">) {
  const waiting = view.apps.reduce((sum, app) => sum + app.waiting, 0);
  const apps = askingApps(view);
  const asked = view.groups.flatMap(({ rows }) =>
    rows.flatMap(({ since, state }) => (since === undefined || state === "settled" ? [] : since)),
  );
  const now = useNow(asked.length > 0, 5_000);
  const oldest = asked.length > 0 ? `, the oldest waiting for ${waitWords(now - Math.min(...asked))}` : "";
  const count = waiting === 0 ? "No input requests" : countOf(waiting, "input request");
  return (
    <header class="head">
      <Icon name={waiting === 0 ? "bell" : "bell-dot"} tone={waiting === 0 ? "idle" : "wait"} />
      <h1 class="ellipsis">Waiting for You</h1>
      <div class="actions">
        <IconButton icon="refresh" name="Refresh" onPress={() => host.post({ type: "refresh" })} />
      </div>
      <div class="now">
        <b role="status">{count}</b>
        <span class="ellipsis">
          in {countOf(apps.length, "app")}
          {oldest}
        </span>
      </div>
      <div class="meta">
        {apps.map(({ id, name, isProduction }) => (
          <span key={id} class={isProduction ? "" : "opt"}>
            <span class="val ellipsis" title={name}>
              {name}
            </span>
            {isProduction && <ProductionMark />}
          </span>
        ))}
      </div>
    </header>
  );
}

interface ToolbarProps {
  view: QueueView;
  filter: string;
  apps: readonly string[];
  setFilter: (text: string) => void;
  setApps: (apps: readonly string[]) => void;
  toList: () => void;
  hidden: boolean;
}

function Toolbar({ view, filter, apps, setFilter, setApps, toList, hidden }: ToolbarProps) {
  const press = (id: string): void => setApps(apps.includes(id) ? apps.filter((each) => each !== id) : [...apps, id]);
  const asking = askingApps(view);
  const offered = view.apps.filter((app) => asking.includes(app) || apps.includes(app.id));
  return (
    <div class={hidden ? "bar behind" : "bar"}>
      <FilterField text={filter} onText={setFilter} onLeave={toList} />
      {offered.length > 1 && (
        <div class="chips" role="group" aria-label="Apps">
          {offered.map(({ id, name, isProduction, waiting }) => (
            <Chip
              key={id}
              name={name}
              count={waiting}
              {...(isProduction ? { icon: "warning" as const, title: `${name}, production` } : {})}
              pressed={apps.includes(id)}
              onPress={() => press(id)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** An app that can't be read is one row. Its known input requests stay in the list. */
function Problems({ apps, host }: { apps: readonly AppView[]; host: QueueHost }) {
  return (
    <>
      {apps.map(({ id, name, problem, hasMore }) => {
        if (problem === undefined && !hasMore) return null;
        const text = problem ?? "More runs are waiting than are shown here.";
        return (
          <p key={id} class="q-problem" role={problem === undefined ? "note" : "alert"}>
            <Icon name={problem === undefined ? "info" : "cloud"} />
            <span>
              <b>{name}</b> {text}
            </span>
            {problem !== undefined && (
              <button type="button" class="link" onClick={() => host.post({ type: "refresh" })}>
                Retry<span class="sr"> {name}</span>
              </button>
            )}
          </p>
        );
      })}
    </>
  );
}

function Nothing({ view, host }: Pick<QueueProps, "view" | "host">) {
  if (view.isReading) return <Empty icon="bell" title="Loading input requests" text="The apps are being checked." />;
  const readable = view.apps.filter(({ problem }) => problem === undefined).length;
  if (readable === 0 && view.apps.length > 0)
    return (
      <Empty icon="cloud" title="No app can be reached" text="Input requests appear here when an app can be reached." />
    );
  const connections = countOf(view.apps.length, "connection");
  return (
    <Empty icon="bell" title="No run is waiting for you" text={`New input requests from ${connections} appear here.`}>
      <div class="do">
        <button type="button" class="btn second" onClick={() => host.post({ type: "watch" })}>
          Choose Watched Connections…
        </button>
      </div>
    </Empty>
  );
}

function Foot({ view, host }: Pick<QueueProps, "view" | "host">) {
  return (
    <footer class="live">
      <span class="grow ellipsis dim">
        {view.isReading
          ? "Reading…"
          : view.settled > 0
            ? `${formatCount(view.settled)} no longer waiting`
            : "New input requests go to the end of their group"}
      </span>
      {view.settled > 0 && !view.isReading && (
        <button type="button" class="link" onClick={() => host.post({ type: "clear" })}>
          Clear Answered
        </button>
      )}
      <span class="dim opt">Space selects, Enter opens, Escape goes back</span>
    </footer>
  );
}

/** The rows that a filter shows: of some apps, with a text in their tool, user, values or prompt. */
function filtered({ groups }: QueueView, text: string, apps: readonly string[]): readonly GroupView[] {
  const searchedText = text.trim().toLowerCase();
  if (searchedText === "" && apps.length === 0) return groups;
  return groups.flatMap((group) => {
    const rows = group.rows.filter(({ app, user, values, prompt }) => {
      if (apps.length > 0 && !apps.includes(app)) return false;
      return [group.name, user, ...values, prompt].some((each) => each.toLowerCase().includes(searchedText));
    });
    return rows.length === 0 ? [] : { ...group, rows };
  });
}
