/**
 * What a continuous integration service takes for a command when it reads a line of a log. GitHub, Gitea, Azure Pipelines
 * and TeamCity set variables, hide words and report results by them; Buildkite only folds its log. The comparison of some
 * runners skips characters without a width, so these don't hide a command here.
 */
const commands = {
  /** `::error::`, at the beginning of a line or after spaces. */
  atBegin: /^((?:(?=.)[\s\p{DI}])*:\p{DI}*)(?=:)/gmu,
  /** `##[error]`, `##vso[…]`, `##teamcity[…]`, anywhere. */
  anywhere: /(#\p{DI}*#\p{DI}*)(?=[[tv])/giu,
  /** `--- Title`, `+++ Title`, `~~~ Title`, `^^^ +++`. */
  title: /^([-+~^])\1\1(?=\s)/gm,
};

/**
 * A log that is written piece by piece, in which no text is a command of the service that keeps the log. A space or one
 * more sign, which people see, goes into what would be one: a character without a width would be skipped.
 */
export class LogLine {
  /** What the line that is being written has of a possible command. */
  #begun = "";

  /** @returns the text as it may be written now. A command that began in an earlier text is broken here. */
  take(text: string): string {
    const whole = (this.#begun + text)
      .replace(commands.atBegin, "$1 ")
      .replace(commands.anywhere, "$1 ")
      .replace(commands.title, "$&$1");
    const written = whole.slice(this.#begun.length);
    this.#begun = possibleCommand(whole.slice(whole.lastIndexOf("\n") + 1));
    return written;
  }
}

/** The part of a line's end that can matter for what follows, so that a long line costs no more than a short one. */
function possibleCommand(line: string): string {
  const seen = line.replaceAll(/\p{DI}/gu, "");
  const rest = seen.trimStart();
  if (rest.length <= 1 && rest !== seen) return ` ${rest}`;
  return seen.length <= 3 ? seen : `x${seen.slice(-2)}`;
}
