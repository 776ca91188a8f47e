import { expect, test } from "vitest";
import { isLocalHost, linkHost } from "#features/links/core/linkHost.ts";
import { addressOfLink, linkAt } from "#features/links/core/runLink.ts";

const served = { folder: "/home/ann/shop", target: "app/support.py:workflow" };

test("a deployed app is called by its host", () => {
  expect(linkHost({ baseUrl: "https://acme.example.com:8443" })).toBe("acme.example.com:8443");
  expect(isLocalHost("acme.example.com:8443")).toBe(false);
});

test("a local app is called by its folder and its workflow, which the link doesn't tell, on every port", () => {
  const host = linkHost({ baseUrl: "http://127.0.0.1:4001", served });
  expect(linkHost({ baseUrl: "http://127.0.0.1:4002", served })).toBe(host);
  expect(
    linkHost({ baseUrl: "http://127.0.0.1:4001", served: { ...served, target: "app/support.py:other" } }),
  ).not.toBe(host);
  expect(host).not.toMatch(/ann|shop|support|4001/);
  expect(isLocalHost(host)).toBe(true);
  expect(linkAt(addressOfLink({ host, runId: "8c2c8e2e" }))).toEqual({ host, runId: "8c2c8e2e" });
});
