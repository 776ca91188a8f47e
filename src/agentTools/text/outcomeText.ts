import { formatDuration } from "../../model/duration.ts";
import { firstDifferenceText, type GoldenRunResult, type TestOutcome } from "../../runs/golden/goldenResult.ts";
import { rowText } from "../../runs/labels/runLabel.ts";

/** How many of the failed checks and of the runs of a test are shown. */
const mostFailures = 10;
const mostRuns = 10;
const longest = 400;

/** A golden test's outcome, with what failed and the ids of its runs. @param file relative to its workspace folder */
export function outcomeText(file: string, { test, kind, description, failures, failure, runs }: TestOutcome): string {
  const why = description === "" ? "" : `: ${rowText(description, longest)}`;
  const head = `- ${kind}: ${rowText(test.name, 200)} (${file}, line ${test.place.line})${why}`;
  if (kind === "passed") return `${head}; runs: ${runs.slice(0, mostRuns).map(runId).join(", ")}`;
  const failed = failures.slice(0, mostFailures).map(({ place, message }) => {
    return `  line ${place.line}: ${rowText(message, longest)}`;
  });
  const reason = failure ? [`  ${rowText(failure.sentence, longest)}`] : [];
  return [head, ...failed, ...reason, ...runs.slice(0, mostRuns).map(runText)].join("\n");
}

function runText(run: GoldenRunResult): string {
  const { kind, status, duration, firstDifference: first } = run;
  const facts = [kind, ...(status === undefined ? [] : [`status ${rowText(status)}`])];
  const took = duration === undefined ? [] : [`took ${formatDuration(duration)}`];
  const difference = first ? `; first difference: ${rowText(firstDifferenceText(first), longest)}` : "";
  return `  run ${runId(run)}: ${[...facts, ...took].join(", ")}${difference}`;
}

function runId({ runId: id }: GoldenRunResult): string {
  return id === undefined ? "none" : rowText(id, 200);
}
