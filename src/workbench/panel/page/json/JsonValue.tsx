import { Fragment } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { jsonPath, type JsonPath } from "#base/json/jsonPath.ts";
import { finderOf } from "#base/text/textFinder.ts";
import { formatBytes } from "#model/bytes.ts";
import { listStart, matchWords, stepTo } from "#ui/find.ts";
import { useTypedMatch } from "#ui/hooks/useTypedMatch.ts";
import { IconButton, Icon } from "#ui/Icon.tsx";
import { memo } from "#ui/memo.tsx";
import { focusOn } from "#ui/reveal.ts";
import { SearchField } from "#ui/SearchField.tsx";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { ValueRequest } from "#workbench/panel/page/messages.ts";
import type { TreeMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { JsonView } from "#workbench/panel/page/valueViews.ts";
import { findInJson } from "./findInJson.ts";
import type { TreeTools } from "./JsonNode.tsx";
import { idOf, idsAbove, jsonRows, openToDepth, pathOf } from "./jsonRows.ts";
import { JsonTree } from "./JsonTree.tsx";

interface ValueProps {
  side: ValueRequest["side"];
  view: Extract<JsonView, { kind: "value" }>;
  memory: TreeMemory;
  onOpenText: () => void;
}

/** A value as a tree, below a bar with a search and the path of the selected node. */
export const JsonValue = memo(function JsonValue(props: ValueProps) {
  const { view, memory, side } = props;
  const { host } = usePanel();
  const [open, setOpen] = useState<ReadonlySet<string>>(memory.open);
  const [selectedId, setSelectedId] = useState(memory.selected);
  const [query, setQuery] = useState(memory.query);
  const [shown, setShown] = useState<{ id: string }>();
  const field = useRef<HTMLInputElement>(null);
  const tree = useRef<HTMLDivElement>(null);
  const lastMatch = useRef(listStart);
  const rows = useMemo(() => {
    const files = new Map((view.files ?? []).map(({ path, file }) => [idOf(path), file]));
    const texts = new Map((view.texts ?? []).map((text) => [idOf(text.path), text.files]));
    return jsonRows(view.value, open, files, texts);
  }, [view, open]);
  const finder = useMemo(() => finderOf(query), [query]);
  const found = useMemo(() => (finder ? findInJson(view.value, finder) : []), [view.value, finder]);
  const selected = Math.max(
    0,
    rows.findIndex((row) => row.id === selectedId),
  );
  const name = side === "input" ? "Input" : "Output";
  const show = (next: ReadonlySet<string>): void => {
    memory.open = next;
    setOpen(next);
  };
  const select = (id: string): void => {
    memory.selected = id;
    setSelectedId(id);
  };
  const toggle = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    select(row.id);
    const next = new Set(memory.open);
    if (!next.delete(row.id)) next.add(row.id);
    show(next);
  };
  const typed = useTypedMatch(query, found.length, () => {
    const [id = ""] = found;
    show(new Set([...memory.open, ...idsAbove(id)]));
    setShown({ id });
  });
  const search = (next: string): void => {
    memory.query = next;
    typed(next);
    lastMatch.current = listStart;
    setQuery(next);
  };
  const at = found.indexOf(rows[selected]!.id);
  const step = (by: 1 | -1): void => {
    if (found.length === 0) return;
    // The node that was selected last may not be drawn yet.
    const selectedMatch = found.indexOf(memory.selected);
    const from = selectedMatch < 0 ? lastMatch.current : { index: selectedMatch, isAt: true };
    const index = stepTo(found.length, from, by);
    lastMatch.current = { index, isAt: true };
    const id = found[index]!;
    show(new Set([...memory.open, ...idsAbove(id)]));
    select(id);
    setShown({ id });
  };
  const tools: TreeTools = {
    side,
    finder,
    memory,
    use: (use, path) => host.post({ type: "useValue", use, side, path }),
    copyPath: (path) => host.copy(jsonPath(path)),
  };
  return (
    <div class="ev">
      <div class="bar">
        <SearchField
          label="Search keys and values"
          query={query}
          matches={matchWords(found.length, at < 0 ? undefined : at)}
          field={field}
          onQuery={search}
          onStep={step}
          onLeave={() => focusOn(tree.current)}
        />
        <Crumb side={side} path={pathOf(rows, rows[selected]!)} />
        <ValueTools {...props} name={name} tools={tools} show={show} />
      </div>
      <JsonTree
        name={name}
        tree={tree}
        rows={rows}
        selected={selected}
        shown={shown}
        tools={tools}
        onSelect={(index) => select(rows[index]?.id ?? "")}
        onToggle={toggle}
        onType={() => field.current?.select()}
        onEscape={() => search("")}
      />
    </div>
  );
});

interface ValueToolsProps extends Pick<ValueProps, "view" | "onOpenText"> {
  name: string;
  tools: TreeTools;
  show: (open: ReadonlySet<string>) => void;
}

function ValueTools({ view, name, tools, show, onOpenText }: ValueToolsProps) {
  return (
    <div class="end">
      <span>{formatBytes(view.bytes)}</span>
      <IconButton icon="expand-all" name="Expand Two Levels" onPress={() => show(openToDepth(view.value, 2))} />
      <IconButton icon="collapse-all" name="Collapse All" onPress={() => show(new Set([""]))} />
      <IconButton icon="copy" name={`Copy ${name}`} onPress={() => tools.use("copy", [])} />
      <IconButton icon="go-to-file" name="Open as Text" onPress={onOpenText} />
      <IconButton icon="save-as" name={`Save ${name} As…`} onPress={() => tools.use("save", [])} />
    </div>
  );
}

/** Longer paths leave out steps in the middle. */
const firstPathSteps = 2;
const lastPathSteps = 4;

function Crumb({ side, path }: { side: string; path: JsonPath }) {
  const way = [side, ...path];
  const left = way.length - firstPathSteps - lastPathSteps;
  const steps = left > 1 ? [...way.slice(0, firstPathSteps), "…", ...way.slice(-lastPathSteps)] : way;
  const whole = jsonPath(path);
  return (
    <span class="crumb grow" role="group" aria-label={`Path: ${whole}`} title={whole}>
      {steps.map((key, index) => (
        <Fragment key={index}>
          {index > 0 && <Icon name="chevron-right" />}
          {index === steps.length - 1 ? <b>{key}</b> : <span>{key}</span>}
        </Fragment>
      ))}
    </span>
  );
}
