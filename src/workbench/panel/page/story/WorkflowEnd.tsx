import { callStates } from "#model/callStates.ts";
import { formatDuration } from "#model/duration.ts";
import { Icon } from "#ui/Icon.tsx";
import type { Look } from "#ui/icons.ts";
import type { NodeView, StepView } from "#workbench/panel/page/storyViews.ts";
import { ShortTableView } from "./ShortTableView.tsx";
import { SourceLink } from "./SourceLink.tsx";

interface NodeLook extends Look {
  word?: string;
}

const nodeLooks = new Map<string, NodeLook>([
  ["success", { icon: "check", tone: "idle" }],
  ["failure", { icon: "error", tone: "bad", word: "failed" }],
  ["skip", { icon: "skip", tone: "idle", word: "skipped" }],
  ["canceled", { icon: "circle-slash", tone: "idle", word: "canceled" }],
]);
const blockedLook: NodeLook = callStates.blocked;

export function WorkflowEnd({ step }: { step: Extract<StepView, { kind: "workflow" }> }) {
  return (
    <div class="stack">
      {step.title !== "" && (
        <div class="one">
          <b>{step.title}</b>
          {step.text !== "" && <span class="dim">{step.text}</span>}
        </div>
      )}
      <NodeList nodes={step.nodes} />
    </div>
  );
}

export function NodeList({ nodes }: { nodes: readonly NodeView[] }) {
  if (nodes.length === 0) return null;
  return (
    <ul class="nodes" aria-label="Nodes">
      {nodes.map((node, index) => (
        <NodeLine key={index} node={node} />
      ))}
    </ul>
  );
}

function NodeLine({ node }: { node: NodeView }) {
  const { tables = [], inside, reason } = node;
  const detail = reason ?? inside?.names;
  const defaultLook = nodeLooks.get(node.status) ?? { icon: "question", tone: "idle", word: node.status };
  const look: NodeLook = node.blocked ? blockedLook : defaultLook;
  return (
    <li>
      <Icon name={look.icon} tone={look.tone} label={node.blocked ? "blocked" : node.status} />
      <SourceLink name={node.name} source={node.source} look="ellipsis" />
      {detail !== undefined && <span class="dim reason">{detail}</span>}
      <span class="dur">{node.duration === undefined ? look.word : formatDuration(node.duration)}</span>
      {tables.map((table) => (
        <ShortTableView table={table} key={table.name} />
      ))}
    </li>
  );
}
