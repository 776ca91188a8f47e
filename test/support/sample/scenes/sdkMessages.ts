/** The messages of an app that was built with the SDK, in the forms that arrive in `run.data`. */

export interface SdkTool {
  name: string;
  type: string;
  actionType?: string | null;
}

export interface SdkCall {
  /** The id of the call; random when it is left out. */
  id?: string;
  tool: SdkTool;
  /** For parallel calls: function calling thinks before each, other agents once for all. */
  thought?: string;
  input: Record<string, unknown>;
  /** A tool's result is always a text. Left out: the call stays open. */
  result?: string;
  status?: "success" | "failure" | "skip";
  output?: unknown;
  files?: readonly SdkFile[];
  /** Messages of others while the tool runs: of a sub-agent, or a question. */
  during?: Iterable<unknown>;
}

interface SdkFile {
  name: string;
  mime_type: string;
  /** In bytes. */
  size: number;
  /** Base64. */
  content: string;
}

/** A tool in the form of call messages. */
export function toolOf({ name, type, actionType = null }: SdkTool): object {
  return { name, type, action_type: actionType };
}

/** The name that the model gets. */
export function actionOf({ name }: SdkTool): string {
  return name.replaceAll(" ", "-");
}

export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
