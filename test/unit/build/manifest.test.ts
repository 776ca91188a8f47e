import { describe, expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import texts from "../../../package.nls.json" with { type: "json" };
import { evaluateWhen } from "../../support/whenClause.ts";

const words: Readonly<Record<string, string>> = texts;
const commands: { command: string; title: string; category: string; enablement?: string }[] =
  manifest.contributes.commands;
const titleOf = ({ title }: { title: string }): string => words[title.replaceAll("%", "")] ?? "";

describe("the commands of package.json", () => {
  test("have titles of their own, also without the dots that say that they ask for more", () => {
    const byTitle = Map.groupBy(commands, (command) => titleOf(command).replace(/…$/, ""));
    const same = [...byTitle].filter(([, those]) => those.length > 1);
    expect(same.map(([title, those]) => [title, those.map(({ command }) => command)])).toEqual([]);
  });

  test("are below the name of the view container", () => {
    const [container] = manifest.contributes.viewsContainers.activitybar;
    expect(container?.title).toBe("Dynamiq");
    expect(new Set(commands.map(({ category }) => category))).toEqual(new Set(["Dynamiq"]));
  });
});

describe("in an untrusted workspace", () => {
  /** By the first word of its title, whether a command starts or sends something. */
  const starts = ["Serve", "Debug", "Run", "Start", "Trace", "Upload", "Retry", "Fork", "Notify"];
  /** A decision about a run that exists is the person's own, not the workspace's. */
  const decides = ["Approve", "Reject", "Answer", "Send", "Cancel", "Stop"];
  const onlyShows = [
    ...["Open", "Go", "Show", "Search", "Filter", "Find", "Refresh", "Load", "Group", "Sort", "Compare", "Select"],
    ...["Copy", "Export", "Save", "Keep", "Ask", "Choose", "Accept", "Apply", "Clear", "Close", "Edit", "Diagnose"],
    ...["Add", "Switch", "Manage", "Rename", "Replace", "Remove", "Delete", "Discard", "Forget", "Mark", "Watch"],
    ...["Attach", "Detach"],
  ];
  const nouns = { newRunFile: onlyShows, newConversation: starts };
  const verbsOf = (command: string, title: string): readonly string[] => {
    const own = nouns[command.replace("dynamiqRuns.", "") as keyof typeof nouns];
    if (own) return own;
    return [starts, decides, onlyShows].find((verbs) => verbs.includes(title.split(" ")[0] ?? "")) ?? [];
  };

  test("every command is known to start something or not", () => {
    const unknown = commands.filter((each) => verbsOf(each.command, titleOf(each)).length === 0);
    expect(unknown.map((each) => titleOf(each))).toEqual([]);
  });

  test("what starts or sends something is disabled, and nothing else", () => {
    const wanted = commands.filter((each) => verbsOf(each.command, titleOf(each)) === starts);
    const disabled = commands.filter(({ enablement }) => enablement?.includes("isWorkspaceTrusted"));
    expect(disabled.map(({ command }) => command)).toEqual(wanted.map(({ command }) => command));
  });
});

describe("an empty list", () => {
  const welcome: readonly { view: string; when?: string; contents: string }[] = manifest.contributes.viewsWelcome;
  const shown = (context: Parameters<typeof evaluateWhen>[1]): (string | undefined)[] =>
    welcome
      .filter(({ view, when }) => view === "dynamiqRuns.explorer" && evaluateWhen(when ?? "", context))
      .map(({ contents }) => words[contents.replaceAll("%", "")]?.split("\n")[0]);

  test.each([
    ["of one app", {}, ["This app has no runs yet."]],
    ["of all connections", { "dynamiqRuns.showsSeveralConnections": true }, ["These apps have no runs yet."]],
  ])("%s says so in one text", (_, context, expected) => {
    expect(shown({ "dynamiqRuns.viewState": "empty", ...context })).toEqual(expected);
    const isLocal = { "dynamiqRuns.connectionLacks": "start", "dynamiqRuns.showsLocalRuns": true };
    expect(shown({ "dynamiqRuns.viewState": "empty", ...isLocal, ...context })).toHaveLength(1);
  });
});

interface Setting {
  type: string;
  scope: string;
  minimum?: number;
  maximum?: number;
  markdownDescription: string;
}

describe("the settings of package.json", () => {
  const groups: { properties: object }[] = manifest.contributes.configuration;
  const settings = groups.flatMap(({ properties }) => Object.entries(properties) as [string, Setting][]);

  test.each(settings)("%s says first what it controls", (_, { markdownDescription }) => {
    expect(words[markdownDescription.replaceAll("%", "")]).toMatch(/^Controls (what|when|whether|which|how many|the) /);
  });

  test("can't be set by a workspace, and a remote machine has its own paths", () => {
    const scopes = Map.groupBy(settings, ([, { scope }]) => scope);
    expect(new Set(scopes.keys())).toEqual(new Set(["application", "machine"]));
    expect(scopes.get("machine")?.map(([id]) => id)).toEqual(["dynamiqRuns.python"]);
  });

  test("that are numbers are whole ones with limits", () => {
    const numbers = settings.filter(([, { minimum, type }]) => minimum !== undefined || type === "number");
    expect(numbers.map(([, { type, maximum }]) => [type, typeof maximum])).toEqual(
      numbers.map(() => ["integer", "number"]),
    );
  });
});
