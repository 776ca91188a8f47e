import type { Shell } from "#cli/shell/shell.ts";
import { UsageError } from "#cli/usageError.ts";
import { RunFileError, type RunFileProblem } from "#runFiles/runFileError.ts";
import type { VariableUse } from "#runFiles/variables/filledTexts.ts";
import { variableText } from "#runFiles/variables/variables.ts";

/** Variables that can have no value here, in words of the command line. */
export function openVariables(
  variables: readonly VariableUse[],
  { environment, ask }: Pick<Shell, "environment" | "ask">,
): RunFileProblem[] {
  return variables.flatMap((use): RunFileProblem[] => {
    if (use.name === "env" && environment[use.argument] === undefined) {
      return [
        { ...use, problem: `the environment variable ${use.argument} isn't set. Set it, and run the command again.` },
      ];
    }
    if (use.name !== "prompt" || ask) return [];
    const nextStep = "Run the command in a terminal, or use ${env:NAME} instead and set that variable.";
    return [
      { ...use, problem: `${variableText(use)} needs a value, but there is no terminal to ask for it. ${nextStep}` },
    ];
  });
}

/** @throws RunFileError for one problem, UsageError with a line for each of several */
export function refuse(file: string, problems: readonly RunFileProblem[]): void {
  const errors = problems.map((problem) => new RunFileError({ file, ...problem }));
  const [first, second] = errors;
  if (second) throw new UsageError(errors.map(({ message }) => message).join("\n"));
  if (first) throw first;
}
