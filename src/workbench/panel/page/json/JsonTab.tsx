import { formatBytes } from "#model/bytes.ts";
import { type StatusFacts, statusFacts } from "#model/status.ts";
import { Empty } from "#ui/Empty.tsx";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { TreeMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { NodeList } from "#workbench/panel/page/story/WorkflowEnd.tsx";
import type { RunEnding } from "#workbench/panel/page/storyViews.ts";
import type { JsonView } from "#workbench/panel/page/valueViews.ts";
import { JsonValue } from "./JsonValue.tsx";

interface TabProps {
  side: "input" | "output";
  view: JsonView;
  status: string;
  ending: RunEnding | undefined;
  memory: TreeMemory;
}

/** The run's input or output, or why it isn't here. */
export function JsonTab(props: TabProps) {
  const { side, view } = props;
  const { host, dispatch } = usePanel();
  const openText = (): void => host.act(side === "input" ? "openInput" : "openOutput");
  switch (view.kind) {
    case "value":
      return <JsonValue side={side} view={view} memory={props.memory} onOpenText={openText} />;
    case "tooLarge":
      return (
        <Empty
          icon="json"
          title={`${side === "input" ? "Input" : "Output"} of ${formatBytes(view.bytes)}`}
          text="Too large to show here."
          link={{ label: "Open as Text", go: openText }}
          orElse={{ label: "Show Anyway", go: () => host.post({ type: "useValue", use: "show", side, path: [] }) }}
        />
      );
    case "absent":
      return side === "input" ? (
        <Empty icon="json" title="No input" text="This run was started without input." />
      ) : (
        <NoOutput {...props} showStory={() => dispatch({ type: "tab", tab: "story" })} />
      );
  }
}

const endings: Partial<Record<StatusFacts["part"], string>> = {
  failed: "The run failed",
  canceled: "The run was canceled",
  done: "The run completed without output",
};

function NoOutput({ status, ending, showStory }: Pick<TabProps, "status" | "ending"> & { showStory: () => void }) {
  const words = endings[statusFacts(status).part];
  if (words === undefined)
    return <Empty icon="json" title="No output yet" text="It appears here when the run completes." />;
  const { reason = "", nodes = [] } = ending ?? {};
  const hasReason = reason !== "" || nodes.length > 0;
  return (
    <Empty
      icon={status === "failed" ? "error" : "json"}
      title="No output"
      text={`${words}${reason === "" ? "." : `: ${reason}`}`}
      {...(hasReason || status === "failed" ? { link: { label: "Show Story", go: showStory } } : {})}
    >
      <NodeList nodes={nodes} />
    </Empty>
  );
}
