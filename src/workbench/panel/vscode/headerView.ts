import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import type { Ability } from "#model/abilities.ts";
import { formatBytes } from "#model/bytes.ts";
import { countOf } from "#model/counts.ts";
import { isTerminal } from "#model/status.ts";
import { runWord } from "#runs/labels/blockedRun.ts";
import { isLocalRun } from "#runs/labels/localRun.ts";
import { runTitle, maxWholeTitleLength } from "#runs/labels/runLabel.ts";
import { type TraceSummary, traceOf, usageFacts } from "#runs/labels/traceSummary.ts";
import type { TextPiece } from "#ui/textPiece.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { runContext } from "./contextWords.ts";
import type { NodeName, RunRef, SourceLocation } from "./runPoints.ts";

export interface PanelConnection {
  name: string;
  production: boolean;
  /** Whether it is a workflow of the workspace, whose code is on this machine. */
  isLocalApp?: boolean;
  /** What can't be done with its runs. */
  lacks?: readonly Ability[];
  /** Whether it still exists. */
  exists: boolean;
  /** Whether runs may be started from this workspace. */
  trusted: boolean;
  /** Names the run. Without it, the run has no menu, and isn't local. */
  runRef?: RunRef;
  /** What the header says besides the run: who started it here, and what features do with it. */
  header?: Partial<RunHeader>;
  /** A file of a traceback as a path within the workspace, unless it lies outside. */
  ownPath?: (file: string) => string | undefined;
  /** Where the code of a part of its app is, if it is on this machine. */
  sourceOf?: (node: NodeName) => SourceLocation | undefined;
  titlePath?: JsonPath;
  /** Whether another exported run can be opened in place of one that can't. */
  opensExports?: boolean;
  /** The run as the list has it. */
  known?: Run;
}

/**
 * @param sentence the sentence beside the status
 * @param asOf the time of the export, for a run from a file, which is read-only
 * @param blockedBy the hook that blocked the run
 */
export function headerView(
  run: Run,
  connection: PanelConnection,
  sentence: TextPiece[],
  asOf?: string,
  blockedBy?: string,
): RunHeader {
  const connected = asOf === undefined && connection.exists;
  const { acts, sessionActs, ...known } = connection.header ?? {};
  const can = (ability: Ability): boolean => connected && !connection.lacks?.includes(ability);
  const isLocal = connection.runRef !== undefined && isLocalRun(run, connection.runRef);
  const trace = isLocal ? traceOf(run) : undefined;
  return {
    ...known,
    acts: connected ? acts : undefined,
    sessionActs: can("converse") ? sessionActs : undefined,
    id: run.id,
    title: runTitle(run, connection.titlePath, "", maxWholeTitleLength),
    status: run.status,
    statusWord: `${runWord(run.status, blockedBy)}${asOf === undefined || isTerminal(run.status) ? "" : " when exported"}`,
    sentence,
    blockedBy,
    connectionName: connection.isLocalApp ? `${connection.name}, local app` : connection.name,
    production: connection.production,
    canCancel: can("cancel") && !isTerminal(run.status),
    canRunAgain: can("start") && connection.trusted,
    connected,
    menu: menuOf(run, connection),
    local: isLocal || undefined,
    here: isLocal || connection.isLocalApp || undefined,
    asOf,
    startedAt: run.started_at || undefined,
    endedAt: run.ended_at || undefined,
    userId: run.user_id || undefined,
    sessionId: run.session_id || undefined,
    ...(trace ? { trace: traceWords(trace), usage: [...usageFacts(trace)] } : {}),
    heardAt: asOf === undefined && !isTerminal(run.status) ? trace?.heardAt : undefined,
  };
}

/** Without its connection a run has no menu but that of its tab. */
function menuOf(run: Run, { runRef, exists }: PanelConnection): string | undefined {
  if (!runRef || (runRef.file === undefined && !exists)) return undefined;
  return runContext(run, runRef.connectionId, runRef.file);
}

function traceWords({ nodes, bytes }: TraceSummary): string {
  return `trace of ${countOf(nodes, "node")}${bytes === 0 ? "" : `, ${formatBytes(bytes)}`}`;
}
