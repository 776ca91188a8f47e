import { describe, expect, test } from "vitest";
import { BaseUrlError, offeredOrigin, parseBaseUrl, nameOfAddress } from "#api/baseUrl.ts";
import { isKeyForAddress } from "#model/accessKey.ts";

describe("parseBaseUrl", () => {
  test.each([
    ["my-app.apps.us-east-1.getdynamiq.ai", "https://my-app.apps.us-east-1.getdynamiq.ai"],
    ["  https://App.Example.com/ ", "https://app.example.com"],
    ["https://app.example.com/v1", "https://app.example.com"],
    ["https://app.example.com/v1/", "https://app.example.com"],
    ["app.example.com:8443", "https://app.example.com:8443"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["127.8.9.1:80", "http://127.8.9.1"],
    ["http://[::1]:3000", "http://[::1]:3000"],
  ])("%s is %s", (text, origin) => {
    expect(parseBaseUrl(text)).toBe(origin);
  });

  test.each([
    ["", /host name or URL/],
    ["http://app.example.com", /http:\/\/ works only for this machine/],
    ["http://localhost.example.com", /http:\/\/ works only for this machine/],
    ["ftp://app.example.com", /ftp:/],
    ["https://user:secret@app.example.com", /user name or password/],
    ["https://app.example.com?x=1", /query/],
    ["https://app.example.com/#x", /fragment/],
    ["https://app.example.com/v1/runs", /path/],
    ["https:\\\\app.example.com", /isn't a host name/],
    ["app.exa\nmple.com", /isn't a host name/],
  ])("%j is refused", (text, reason) => {
    expect(() => parseBaseUrl(text)).toThrow(BaseUrlError);
    expect(() => parseBaseUrl(text)).toThrow(reason);
  });
});

/** An address is looked up by name servers, and a key must never get there. */
describe("a key in place of an address", () => {
  const keys = [
    `dynamiq_acc_${"k3Y".repeat(21)}x`,
    "dynamiq_acc_",
    "uak_secret",
    `${"a1".repeat(10)}.dyn_pat_secret`,
    `curl https://app.example.com -H "Authorization: Bearer ${"x".repeat(20)}"`,
    `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${"c".repeat(43)}`,
    `sk-${"a1B2".repeat(8)}`,
    "8f3c".repeat(16),
    "Xk29-vQ81-Lm44-Zz07-Ab12",
  ];

  test.each(keys)("is refused without being quoted: %s", (text) => {
    expect(isKeyForAddress(text)).toBe(true);
    const what = /dyn_pat_|uak_/.test(text) ? "a personal access token" : "an access key";
    expect(() => parseBaseUrl(text)).toThrow(new BaseUrlError(`This is ${what}. Enter the host first.`));
    expect(offeredOrigin(text)).toBeUndefined();
  });

  test.each([
    "4f6e1c2a-09a6-4f64-9d68-1d2f3a4b5c6d.apps.us-east-1.getdynamiq.ai",
    "4f6e1c2a-09a6-4f64-9d68-1d2f3a4b5c6d",
    "4f6e1c2a09a64f649d681d2f3a4b5c6d.apps.getdynamiq.ai",
    "https://a-very-long-name-of-a-machine-without-dots:8443/v1",
    ...["localhost:3000/v1", "[::1]:3000", "task-server.example.com", "uakari.example.com"],
  ])("isn't suspected in %s", (text) => {
    expect(isKeyForAddress(text)).toBe(false);
    expect(() => parseBaseUrl(text)).not.toThrow();
  });
});

test.each([
  ["https://app.example.com/v1/runs", "https://app.example.com"],
  ["app.example.com/v1/runs?page=2#top", "https://app.example.com"],
  ["https://app.example.com/v1", undefined],
  ["https://user:secret@app.example.com/runs", undefined],
  ["my app/runs", undefined],
])("instead of %s, the address %s is offered", (text, origin) => {
  expect(offeredOrigin(text)).toBe(origin);
});

test.each([
  ["https://4f6e.apps.getdynamiq.ai", "4f6e"],
  ["http://127.0.0.1:8080", "Local App"],
  ["https://10.0.0.7", "10.0.0.7"],
])("a name for the app at %s is %s", (origin, name) => {
  expect(nameOfAddress(origin)).toBe(name);
});
