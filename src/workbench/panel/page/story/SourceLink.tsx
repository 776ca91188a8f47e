import { useTabIndex } from "#ui/tabStops.ts";
import { usePanel } from "#workbench/panel/page/host.ts";

interface SourceLinkProps {
  /** The node's id, if it is known. */
  id?: string;
  name: string;
  /** *app/support.py:41*; absent where the code isn't on this machine. */
  source: string | undefined;
  /** What is shown in place of the name. */
  text?: string;
  look?: string;
}

/** The name of an agent, a node or a tool. It opens the code, if that is in the workspace. */
export function SourceLink({ id, name, source, text = name, look = "" }: SourceLinkProps) {
  const { host } = usePanel();
  const tabIndex = useTabIndex();
  if (source === undefined) return <span class={look}>{text}</span>;
  const open = (): void => host.post({ type: "openSource", id, name });
  return (
    <button type="button" class={`link ${look}`} tabIndex={tabIndex} title={`Open ${source}`} onClick={open}>
      {text}
    </button>
  );
}
