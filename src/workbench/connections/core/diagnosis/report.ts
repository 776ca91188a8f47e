import { formatDuration } from "#model/duration.ts";
import { adviceFor } from "./advice.ts";
import type { Diagnosis, DiagnosisStep } from "./diagnosis.ts";

/** What a report names besides the diagnosis itself. */
export interface ReportHead {
  name: string;
  /** When the report was made, in words. */
  at: string;
  /** The settings and versions that matter, one per line. None may hold a secret. */
  settings: readonly string[];
  /** What the app sends that this version doesn't know: a sentence, then one line for each kind. */
  unknown?: readonly string[];
}

const stateMarks: Record<DiagnosisStep["state"], string> = { fine: "✓", doubtful: "!", failed: "✗", untried: "–" };

/** A diagnosis as a text to read and to paste into a bug report. */
export function diagnosisReport(
  { cause, steps, facts }: Diagnosis,
  { name, at, settings, unknown = [] }: ReportHead,
): string {
  const { summary, todo } = adviceFor(cause, facts);
  const width = Math.max(...steps.map((step) => step.name.length));
  const lines = steps.map((step) => {
    const time = step.ms === undefined ? "" : ` (${formatDuration(Math.max(1, step.ms))})`;
    return `${stateMarks[step.state]} ${step.name.padEnd(width)}  ${step.said}${time}`;
  });
  return [
    `${summary}.`,
    "",
    `Connection “${name}”, ${facts.host}, diagnosed ${at}`,
    "",
    "NEXT STEPS",
    ...todo.map((each, index) => `${index + 1}. ${each}`),
    "",
    "CHECKS",
    ...lines,
    "",
    ...(unknown.length > 0 ? ["UNKNOWN EVENTS", ...unknown, ""] : []),
    "SETTINGS AND VERSIONS",
    ...settings,
    "",
    "This report contains no access keys or passwords, so you can paste it into a bug report.",
    "",
  ].join("\n");
}
