import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useMeasuredRows, useVirtual } from "#ui/hooks/useVirtual.ts";
import { lineByKey } from "#ui/lineByKey.ts";
import { TabStops } from "#ui/tabStops.ts";
import { JsonNode, type TreeTools } from "./JsonNode.tsx";
import { type JsonRow, pathOf } from "./jsonRows.ts";

/** In pixels, as in the style sheet. An opened string is measured. */
const rowHeight = 22;

interface TreeProps {
  name: string;
  tree: RefObject<HTMLDivElement | null>;
  rows: readonly JsonRow[];
  selected: number;
  /** A node that a link led to. It is scrolled into view once. */
  shown: { id: string } | undefined;
  tools: TreeTools;
  onSelect: (index: number) => void;
  onToggle: (index: number) => void;
  onType: () => void;
  onEscape: () => void;
}

/** The visible nodes as a tree. Only those in view are in the document. */
export function JsonTree(props: TreeProps) {
  const { rows, selected, tools, shown, tree: scroller } = props;
  const { memory } = tools;
  const virtual = useVirtual({
    scroller,
    count: rows.length,
    rowHeight,
    top: memory.top,
    rowKey: (index) => rows[index]?.id ?? index,
  });
  const measure = useMeasuredRows(virtual);
  useLayoutEffect(() => {
    if (scroller.current && memory.top > 0) scroller.current.scrollTop = memory.top;
  }, [memory]);
  useLayoutEffect(() => {
    if (shown) virtual.scrollToIndex(rows.findIndex(({ id }) => id === shown.id));
  }, [shown]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[selected];
    if (event.target !== scroller.current || !row) return;
    const modified = event.ctrlKey || event.metaKey;
    if (modified && event.key.toLowerCase() === "c") {
      return event.shiftKey ? tools.copyPath(pathOf(rows, row)) : tools.use("copy", pathOf(rows, row));
    }
    if (modified || event.altKey) return;
    if (event.key === "Escape") return props.onEscape();
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const move = treeMove(event.key, rows, selected, page);
    // The field gets the focus before the character is typed.
    if (!move) return event.key.length === 1 && event.key !== " " ? props.onType() : undefined;
    event.preventDefault();
    if ("toggle" in move) return props.onToggle(move.toggle);
    props.onSelect(move.select);
    virtual.scrollToIndex(move.select);
  };
  return (
    <div
      class="tree scroll"
      role="tree"
      aria-label={props.name}
      tabIndex={0}
      aria-activedescendant={`json-${selected}`}
      ref={scroller}
      onKeyDown={onKeyDown}
      onScroll={() => {
        memory.top = scroller.current?.scrollTop ?? 0;
      }}
    >
      <div role="none" class="spacer" style={{ height: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <TabStops.Provider value={index === selected} key={row.id}>
                <JsonNode
                  row={row}
                  path={pathOf(rows, row)}
                  index={index}
                  top={start}
                  selected={index === selected}
                  tools={tools}
                  measure={measure}
                  onSelect={props.onSelect}
                  onToggle={props.onToggle}
                />
              </TabStops.Provider>
            )
          );
        })}
      </div>
    </div>
  );
}

/** The action of a key in the tree: select the row at an index, or collapse or expand the one at `from`. */
type TreeMove = { select: number } | { toggle: number };

function treeMove(key: string, rows: readonly JsonRow[], from: number, page: number): TreeMove | undefined {
  const row = rows[from];
  if (!row) return undefined;
  switch (key) {
    case "ArrowRight":
      if (row.opens && !row.open) return { toggle: from };
      return rows[from + 1]?.parent === from ? { select: from + 1 } : { select: from };
    case "ArrowLeft":
      return row.open ? { toggle: from } : { select: Math.max(0, row.parent) };
    case "Enter":
    case " ":
      return row.opens ? { toggle: from } : undefined;
    default: {
      // A letter begins a search here.
      const line = key.length > 1 ? lineByKey(key, from, rows.length, page, () => true) : undefined;
      return line === undefined ? undefined : { select: line };
    }
  }
}
