import { describe, expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import texts from "../../../package.nls.json" with { type: "json" };

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
