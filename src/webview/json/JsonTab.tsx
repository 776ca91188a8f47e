import { formatBytes } from "../../model/bytes.ts";
import type { JsonView } from "../../protocol/valueViews.ts";
import type { Host } from "../host.ts";
import { Empty } from "../panel/Problem.tsx";
import type { Dispatch } from "../state/panelStore.ts";
import type { TreeMemory } from "../state/viewMemory.ts";
import { JsonValue } from "./JsonValue.tsx";

interface JsonTabProps {
  side: "input" | "output";
  view: JsonView;
  status: string;
  host: Host;
  dispatch: Dispatch;
  memory: TreeMemory;
}

/** The run's input or output, or why it is not here. */
export function JsonTab(props: JsonTabProps) {
  const { side, view, host } = props;
  const openText = (): void => host.act(side === "input" ? "openInput" : "openOutput");
  switch (view.kind) {
    case "value":
      return <JsonValue side={side} view={view} host={host} memory={props.memory} onOpenText={openText} />;
    case "tooLarge":
      return (
        <Empty
          icon="json"
          title={`${side === "input" ? "Input" : "Output"} of ${formatBytes(view.bytes)}`}
          text="Too large to show here."
          link={{ label: "Open as Document", go: openText }}
          orElse={{ label: "Show Anyway", go: () => host.post({ type: "useValue", use: "show", side, path: [] }) }}
        />
      );
    case "absent":
      return side === "input" ? (
        <Empty icon="json" title="No input" text="This run was started without input." />
      ) : (
        <NoOutput status={props.status} showStory={() => props.dispatch({ type: "tab", tab: "story" })} />
      );
  }
}

function NoOutput({ status, showStory }: { status: string; showStory: () => void }) {
  switch (status) {
    case "failed":
      return (
        <Empty
          icon="error"
          title="No output"
          text="The run failed. Its error is in the story."
          link={{ label: "Show Story", go: showStory }}
        />
      );
    case "canceled":
      return <Empty icon="json" title="No output" text="The run was canceled before it returned one." />;
    case "completed":
      return <Empty icon="json" title="No output" text="The run completed without output." />;
    default:
      return <Empty icon="json" title="No output yet" text="It appears here when the run completes." />;
  }
}
