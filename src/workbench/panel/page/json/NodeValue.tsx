import { useContext } from "preact/hooks";
import type { Base64File } from "#base/base64File.ts";
import { formatBytes } from "#model/bytes.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { dots, IsLocalRun } from "#ui/Dots.tsx";
import { marked } from "#ui/marked.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import type { ValueRequest } from "#workbench/panel/page/messages.ts";
import { FileLine } from "#workbench/panel/page/resultFiles/ResultFile.tsx";
import { type JsonRow, lineLimit, sizeOf } from "./jsonRows.ts";

interface ValueProps {
  row: JsonRow;
  file: Base64File | undefined;
  finder: RegExp | undefined;
  use: (use: ValueRequest["use"]) => void;
  onToggle: () => void;
}

export function NodeValue(props: ValueProps) {
  const { row, file, finder } = props;
  if (row.fileView) return <FileLine file={row.fileView} />;
  if (file) return <span class="ui first">{fileWords(file)}</span>;
  switch (row.kind) {
    case "object":
    case "array":
      return <span class="ui first">{containerWords(row.value)}</span>;
    case "number":
      return <span class="v n">{marked(String(row.value), finder)}</span>;
    case "boolean":
    case "null":
      return <span class="v b">{marked(JSON.stringify(row.value ?? null), finder)}</span>;
    case "string":
      return <StringValue {...props} text={row.value as string} />;
  }
}

function StringValue({ text, row, finder, use, onToggle }: ValueProps & { text: string }) {
  const canUncover = useContext(IsLocalRun) && text.includes(dots);
  const line = <span class="v s">{marked(JSON.stringify(row.opens ? text.slice(0, lineLimit) : text), finder)}</span>;
  if (!row.opens && canUncover)
    return (
      <>
        {line}
        <span class="ui">
          <Link label="Show" reached onPress={() => use("show")} />
        </span>
      </>
    );
  if (!row.opens) return line;
  const more = text.length - lineLimit;
  return (
    <>
      {row.open ? <span class="ui first">String, {countOf(text.length, "character")}</span> : line}
      <span class="ui">
        {!row.open && more > 0 && <span class="rest">+ {formatCount(more)} characters </span>}
        <Link label={row.open ? "Hide" : "Show"} onPress={onToggle} />
      </span>
    </>
  );
}

/** @param props.reached whether `Tab` stops at it; otherwise the row's keys do the same */
function Link(props: { label: string; reached?: boolean; onPress: () => void }) {
  const tabIndex = useTabIndex();
  return (
    <button
      type="button"
      class="link"
      tabIndex={props.reached ? tabIndex : -1}
      onClick={(event) => {
        event.stopPropagation();
        props.onPress();
      }}
    >
      {props.label}
    </button>
  );
}

export function containerWords(value: unknown): string {
  const size = sizeOf(value);
  return Array.isArray(value)
    ? `Array, ${countOf(size, "item")}`
    : `Object, ${countOf(size, "property", "properties")}`;
}

function fileWords({ name, size, bytes }: Base64File): string {
  const pixels = size ? `, ${size.width} × ${size.height}` : "";
  return `${name} in base64${pixels}, ${formatBytes(bytes)}`;
}
