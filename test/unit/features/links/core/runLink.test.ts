import { expect, test } from "vitest";
import { addressOfLink, linkAt, type RunLink } from "#features/links/core/runLink.ts";

const links: RunLink[] = [
  { host: "acme.apps.example.com", runId: "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001" },
  { host: "127.0.0.1:8123", runId: "8c2c8e2e", sequence: 12 },
  { host: "[::1]:80", sessionId: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" },
];

test.each(links)("a link is read as it was written, and has only host and ids: %o", (link) => {
  const address = addressOfLink(link);
  expect(linkAt(address)).toEqual(link);
  expect([...new URLSearchParams(address.query).keys()].length).toBe(Object.keys(link).length);
});

test.each([
  ["/run", "host=a.b/../c&id=1"],
  ["/run", "host=key@a.b&id=1"],
  ["/run", "host=a.b&id=../x"],
  ["/run", "host=a.b&id=1&step=-1"],
  ["/conversation", "host=a.b&session=a%20b"],
  ["/run", "id=1"],
  ["/delete", "host=a.b&id=1"],
])("an address of another form leads nowhere: %s?%s", (path, query) => {
  expect(linkAt({ path, query })).toBeUndefined();
});
