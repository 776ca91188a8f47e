import { useMemo } from "preact/hooks";
import { base64File } from "#base/base64File.ts";
import { type JsonPath, jsonPath } from "#base/json/jsonPath.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { marked } from "#ui/marked.tsx";
import type { ValueRequest } from "#workbench/panel/page/messages.ts";
import { FileBelow, ResultFiles } from "#workbench/panel/page/resultFiles/ResultFile.tsx";
import type { TreeMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { FileBlock, TextBlock } from "./JsonBlock.tsx";
import type { JsonRow } from "./jsonRows.ts";
import { NodeValue } from "./NodeValue.tsx";

/** What a tree and its nodes do with the value. */
export interface TreeTools {
  side: ValueRequest["side"];
  use: (use: ValueRequest["use"], path: JsonPath) => void;
  copyPath: (path: JsonPath) => void;
  finder: RegExp | undefined;
  memory: TreeMemory;
}

interface NodeProps {
  row: JsonRow;
  path: JsonPath;
  index: number;
  /** Pixels from the top of the tree. */
  top: number;
  selected: boolean;
  tools: TreeTools;
  measure: (element: HTMLDivElement | null) => void;
  onSelect: (index: number) => void;
  onToggle: (index: number) => void;
}

export function JsonNode(props: NodeProps) {
  const { row, index, path, selected, tools } = props;
  const file = useMemo(() => (row.file ? base64File(row.value as string) : undefined), [row.file, row.value]);
  const folds = row.opens && (row.kind !== "string" || row.open || file !== undefined);
  const name = String(row.key ?? tools.side);
  const block = {
    id: row.id,
    name,
    memory: tools.memory,
    use: (use: ValueRequest["use"]) => tools.use(use, path),
  };
  return (
    <div
      class="jn"
      role="treeitem"
      id={`json-${index}`}
      data-index={index}
      ref={props.measure}
      aria-level={row.depth + 1}
      aria-setsize={row.setSize}
      aria-posinset={row.position}
      aria-expanded={row.opens ? row.open : undefined}
      aria-selected={selected}
      style={{ transform: `translateY(${props.top}px)`, "--d": String(row.depth) }}
      onClick={() => (folds ? props.onToggle(index) : props.onSelect(index))}
    >
      <span class="guides" />
      <div class="jr">
        {folds ? <Icon name={row.open ? "chevron-down" : "chevron-right"} class="tw" /> : <span class="tw" />}
        {row.key !== undefined && (
          <>
            <span class="k">{marked(String(row.key), typeof row.key === "string" ? tools.finder : undefined)}</span>
            <span class="p">:&nbsp;</span>
          </>
        )}
        <NodeValue row={row} file={file} finder={tools.finder} use={block.use} onToggle={() => props.onToggle(index)} />
        {selected && (
          <span class="acts">
            <IconButton icon="copy" name="Copy Value" onPress={() => block.use("copy")} />
            <IconButton icon="list-tree" name={`Copy Path: ${jsonPath(path)}`} onPress={() => tools.copyPath(path)} />
          </span>
        )}
      </div>
      {row.fileView && <FileBelow file={row.fileView} />}
      <ResultFiles files={row.files} of={name} />
      {row.open &&
        row.kind === "string" &&
        (file ? (
          <FileBlock file={file} {...block} />
        ) : (
          <TextBlock text={row.value as string} finder={tools.finder} {...block} />
        ))}
    </div>
  );
}
