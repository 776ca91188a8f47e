/** Lines that act in the log of a continuous integration service, and what acts within a line. */
export const logCommands = [
  "::error file=a.ts,line=1::GitHub, Gitea",
  "\t \u00a0::add-mask::a word",
  "::stop-commands::stop",
  "::set-output name=a::b",
  "\u200b::warning::behind a character without a width",
  ":\u200b:debug::around one",
  "the old form: ##[set-env name=PATH]/tmp",
  "#\u00ad#[error]Azure, ###[group]and GitHub",
  "text ##vso[task.setvariable variable=PATH]/tmp ##VSO[task.complete result=Succeeded]",
  "##teamcity[buildStatus status='SUCCESS']",
  "--- Buildkite",
  "+++ Buildkite",
  "~~~ Buildkite",
  "^^^ +++",
  "section_start:1560896352:a\r\u001b[0KGitLab",
  "travis_fold:start:a\r\u001b[0KTravis",
  "\u001b]1338;url='https://example.com/a.png'\u0007Buildkite",
];

/** What the comparison of a runner skips. */
const skipped = /\p{DI}/gu;
/** What the services look for. */
const acting = [
  /^\s*::/,
  /##\[/,
  /##vso\[/i,
  /##teamcity\[/i,
  /^(?:---|\+\+\+|~~~|\^\^\^)\s/,
  /section_(?:start|end):\d+:[\w.-]+\r/,
  /travis_fold:\w+:\w+\r/,
  // An operating system command of a terminal.
  new RegExp(`${String.fromCharCode(27)}\\]`),
];

/** The lines of a log that a service would take for its commands. */
export function commandsIn(log: string): string[] {
  const whole = log.replaceAll(skipped, "");
  const lines = whole.split(/[\n\r\u2028\u2029]/);
  return [...lines, whole].filter((line) => acting.some((command) => command.test(line)));
}
