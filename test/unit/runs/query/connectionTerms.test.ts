import { expect, test } from "vitest";
import { divideConnections, withConnections } from "#runs/query/connectionTerms.ts";

test("a query names connections by other texts, and keeps all else as it is written", () => {
  const names: Record<string, string> = { "id-1": "Claims", "id-2": "Support, Berlin" };
  const named = withConnections("error:timeout connection:id-1,id-2,other  tool:connection", (id) => names[id]);
  expect(named).toBe('error:timeout connection:Claims,"Support, Berlin",other  tool:connection');
  const ids = Object.fromEntries(Object.entries(names).map(([id, name]) => [name, id]));
  expect(withConnections(named, (name) => ids[name])).toBe("error:timeout connection:id-1,id-2,other  tool:connection");
});

test("a query is divided into its connections and the rest", () => {
  expect(divideConnections('status:failed connection:Claims,"The first" "no answer"')).toEqual({
    connections: ["Claims", "The first"],
    rest: 'status:failed "no answer"',
  });
  expect(divideConnections("-connection:Claims")).toEqual({ connections: [], rest: "-connection:Claims" });
});
