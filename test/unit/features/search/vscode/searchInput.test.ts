import { expect, test } from "vitest";
import { type InputSources, searchInput } from "#features/search/vscode/searchInput.ts";
import { searchDay } from "../../../../support/search/indexes.ts";

const values: Record<string, { text: string; runs: number }[]> = {
  tool: [
    { text: "issue_refund", runs: 24 },
    { text: "issue_credit", runs: 6 },
  ],
  path: [{ text: "input.amount", runs: 1_102 }],
};

function sources(others: Partial<InputSources> & { matches?: number } = {}): InputSources {
  const { matches = 31, ...rest } = others;
  return {
    title: "Search Runs",
    index: {
      count: () => Promise.resolve(matches),
      coverage: () => Promise.resolve({ indexed: 1_240, total: 18_300, back: searchDay }),
      values: (key, beginning) =>
        Promise.resolve((values[key] ?? []).filter(({ text }) => text.startsWith(beginning ?? ""))),
    },
    indexOf: () => undefined,
    recent: ["status:failed since:7d", '"charged twice"'],
    connections: ["Support Triage", "Refunds"],
    now: searchDay,
    completions: "typed",
    ...rest,
  };
}

/** Each row as text: `Show 31 Runs | in …`. */
async function rowsOf(text: string, others: Parameters<typeof sources>[0] = {}): Promise<string[]> {
  const { rows } = await searchInput(text, sources(others));
  return rows.map((row) => ("description" in row ? `${row.label} | ${row.description}` : row.label));
}

async function activeOf(text: string, others: Parameters<typeof sources>[0] = {}): Promise<string | undefined> {
  const { active } = await searchInput(text, sources(others));
  return active?.label;
}

test("before anything is typed, keys and the last searches are offered", async () => {
  const rows = await rowsOf("");
  expect(rows[0]).toBe("keys");
  expect(rows).toContain("tool: | a tool that was called");
  expect(rows.slice(-3)).toEqual(["recent", "status:failed since:7d", '"charged twice"']);
});

test("the first row counts the runs that match, and says in which runs", async () => {
  const input = await searchInput("refund", sources());
  expect(input.title).toBe("Search Runs: 31 of 1,240 match");
  expect(input.rows[0]).toEqual({
    kind: "search",
    label: "Show 31 Runs",
    description: "in 1,240 runs",
  });
  expect(input.active).toBe(input.rows[0]);
  expect((await rowsOf("refund", { matches: 1 }))[0]).toContain("Show 1 Run |");
});

test("the title says what the search is for, also while it counts", async () => {
  const { title } = await searchInput("refund", sources({ title: "Filter Insights" }));
  expect(title).toBe("Filter Insights: 31 of 1,240 match");
});

test("a search of another connection is counted in that one's runs", async () => {
  const of = (name: string) =>
    name === "Refunds"
      ? { ...sources().index, count: async () => 7, coverage: async () => ({ indexed: 90 }) }
      : undefined;
  const { title, rows } = await searchInput("connection:Refunds refund", sources({ indexOf: of }));
  expect([title, rows[0]?.label]).toEqual(["Search Runs: 7 of 90 match", "Show 7 Runs"]);
});

test("Enter completes a word that finds nothing yet, and searches one that does", async () => {
  expect(await activeOf("tool:iss", { matches: 0 })).toBe("tool:issue_refund");
  expect(await activeOf("tool:iss", { matches: 2 })).toBe("Show 2 Runs");
  expect(await activeOf("tool:")).toBe("tool:issue_refund");
  expect(await activeOf("nothing", { matches: 0 })).toBe("No Run Matches");
});

test("a mistake is followed by what may be meant, which Enter takes before it searches", async () => {
  const { rows, active } = await searchInput("user=u-3", sources());
  expect(rows.map(({ label }) => label)).toEqual([
    "Write a colon after user: user:u-3. To find this text, put it in quotes.",
    "Did you mean",
    "user:u-3",
    '"user=u-3"',
  ]);
  expect(active).toMatchObject({ kind: "completion", text: "user:u-3" });
  expect(await activeOf('a "phrase')).toBe('a "phrase"');
});
