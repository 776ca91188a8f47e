import { useMemo, useState } from "preact/hooks";
import { countOf, formatCount } from "#model/counts.ts";
import { compareStatuses } from "#model/status.ts";
import { Empty } from "#ui/Empty.tsx";
import { Icon } from "#ui/Icon.tsx";
import type { Page } from "#ui/openPage.tsx";
import { BatchTable, lineLook, lineStates } from "./BatchTable.tsx";
import type { BatchHeadView, BatchHostMessage, BatchPageMessage, BatchRow } from "./messages.ts";

/** The choices of the reader, kept over a reload. An empty status shows all. */
interface BatchFilter {
  status: string;
  query: string;
}

/** What the page keeps. `batchId` is what VS Code restores the page by. */
export interface KeptState {
  filter: BatchFilter;
}

interface PageProps {
  head: BatchHeadView;
  rows: readonly BatchRow[];
  host: Page<BatchHostMessage, BatchPageMessage, KeptState>;
}

/** The results of a batch: the counts of its lines, and a row for each. */
export function BatchPage({ head, rows, host }: PageProps) {
  const [filter, setFilter] = useState(
    () => (host.kept().filter as BatchFilter | undefined) ?? { status: "", query: "" },
  );
  const change = (part: Partial<BatchFilter>): void => {
    const next = { ...filter, ...part };
    host.keep({ filter: next });
    setFilter(next);
  };
  const shown = useMemo(() => filterRows(rows, filter), [rows, filter]);
  return (
    <main class="panel batch" aria-label={`Batch: ${head.name}`}>
      <PageHead head={head} rows={rows} host={host} shown={shown} />
      <div class="bar">
        <StatusChips rows={rows} status={filter.status} onSelect={(status) => change({ status })} />
        <div class="search" role="search">
          <Icon name="search" />
          <input
            class="field"
            value={filter.query}
            placeholder="Filter lines"
            aria-label="Filter lines"
            spellcheck={false}
            onInput={(event) => change({ query: event.currentTarget.value })}
            onKeyDown={(event) => event.key === "Escape" && change({ query: "" })}
          />
        </div>
      </div>
      {shown.length > 0 ? (
        <BatchTable rows={rows} shown={shown} host={host} />
      ) : (
        <Nothing isEmpty={rows.length === 0} onClear={() => change({ status: "", query: "" })} />
      )}
    </main>
  );
}

function PageHead({ head, rows, host, shown }: PageProps & { shown: readonly number[] }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    host.post({ type: "copy", lines: [...shown] });
    setCopied(true);
  };
  return (
    <header class="batch-head">
      <div class="grow">
        <h1 class="ellipsis">{head.name}</h1>
        <p class="dim">
          {head.facts} · {countOf(rows.length, "line")}
        </p>
        {head.problem !== undefined && (
          <p class="wrong" role="alert">
            {head.problem}
          </p>
        )}
      </div>
      <div class="do">
        {head.canRetry && (
          <Button
            name="Retry Batch…"
            title="Send, look up or rerun lines of this batch"
            onPress={() => host.post({ type: "act", action: "retry" })}
          />
        )}
        {head.unread > 0 && head.problem === undefined && (
          <Button
            name={`Load Status of ${countOf(head.unread, "More Run")}`}
            title="Load the status of the other runs, one request each"
            onPress={() => host.post({ type: "act", action: "readAll" })}
          />
        )}
        <Button name="Refresh" onPress={() => host.post({ type: "act", action: "refresh" })} />
        <Button
          name={copied ? "Copied" : "Copy as Markdown"}
          title="Copy the lines below as a Markdown table"
          onPress={copy}
          onLeave={() => setCopied(false)}
        />
        <Button
          name="Save As…"
          title="Save the lines below as CSV or Markdown"
          onPress={() => host.post({ type: "save", lines: [...shown] })}
        />
      </div>
    </header>
  );
}

interface ButtonProps {
  name: string;
  title?: string;
  onPress: () => void;
  onLeave?: () => void;
}

function Button({ name, title, onPress, onLeave }: ButtonProps) {
  return (
    <button type="button" class="btn second" title={title} onClick={onPress} onBlur={onLeave}>
      {name}
    </button>
  );
}

interface ChipsProps {
  rows: readonly BatchRow[];
  status: string;
  onSelect: (status: string) => void;
}

/** The counts by status. A pressed one shows only its lines. */
function StatusChips({ rows, status: selected, onSelect }: ChipsProps) {
  const counts = useMemo(() => countStatuses(rows), [rows]);
  return (
    <div class="chips" role="group" aria-label="Status">
      <button type="button" class="chip" aria-pressed={selected === ""} onClick={() => onSelect("")}>
        All <span class="c">{formatCount(rows.length)}</span>
      </button>
      {counts.map(({ status, word, count }) => {
        const look = lineLook(status);
        const isPressed = selected === status;
        return (
          <button
            type="button"
            class="chip"
            key={status}
            aria-pressed={isPressed}
            onClick={() => onSelect(isPressed ? "" : status)}
          >
            <Icon name={look.icon} tone={look.tone} />
            {word} <span class="c">{formatCount(count)}</span>
          </button>
        );
      })}
    </div>
  );
}

function Nothing({ isEmpty, onClear }: { isEmpty: boolean; onClear: () => void }) {
  if (isEmpty) return <Empty icon="checklist" title="This batch has no lines" />;
  return <Empty icon="search-stop" title="No line matches" link={{ label: "Show All Lines", go: onClear }} />;
}

interface StatusCount {
  status: string;
  word: string;
  count: number;
}

/** The statuses of a batch's lines with their counts: first what needs a look, last what hasn't been sent. */
function countStatuses(rows: readonly BatchRow[]): StatusCount[] {
  const counts = new Map<string, StatusCount>();
  for (const { status, word } of rows) {
    const count = counts.get(status);
    if (count) count.count++;
    else counts.set(status, { status, word, count: 1 });
  }
  return [...counts.values()].sort((a, b) => rank(a.status) - rank(b.status) || compareStatuses(a.status, b.status));
}

function rank(status: string): number {
  const at = lineStates.findIndex((state) => state === status);
  // Lines that failed or are unknown, then runs, then lines that wait.
  return at === -1 ? 2 : at < 2 ? at : at + 1;
}

function filterRows(rows: readonly BatchRow[], { status, query }: BatchFilter): number[] {
  const searchedText = query.trim().toLowerCase();
  return rows.flatMap((row, n) => {
    if (status !== "" && row.status !== status) return [];
    return searchedText === "" || textOf(row).includes(searchedText) ? [n] : [];
  });
}

function textOf({ source, label, word, result, runId = "" }: BatchRow): string {
  return [source, label, word, result, runId].join("\n").toLowerCase();
}
