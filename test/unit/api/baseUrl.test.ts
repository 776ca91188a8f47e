import { describe, expect, test } from "vitest";
import { BaseUrlError, parseBaseUrl } from "../../../src/api/baseUrl.ts";

describe("parseBaseUrl", () => {
  test.each([
    ["my-app.apps.us-east-1.getdynamiq.ai", "https://my-app.apps.us-east-1.getdynamiq.ai"],
    ["  https://App.Example.com/ ", "https://app.example.com"],
    ["https://app.example.com/v1", "https://app.example.com"],
    ["https://app.example.com/v1/", "https://app.example.com"],
    ["app.example.com/v1", "https://app.example.com"],
    ["app.example.com:8443", "https://app.example.com:8443"],
    ["https://app.example.com:443", "https://app.example.com"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["localhost:3000/v1", "http://localhost:3000"],
    ["127.8.9.1:80", "http://127.8.9.1"],
    ["http://[::1]:3000", "http://[::1]:3000"],
    ["[::1]:3000", "http://[::1]:3000"],
    ["https://localhost", "https://localhost"],
  ])("%s is %s", (text, origin) => {
    expect(parseBaseUrl(text)).toBe(origin);
  });

  test.each([
    ["", /host name or URL/],
    ["   ", /host name or URL/],
    ["http://app.example.com", /http:\/\/ works only for this machine/],
    ["http://127.0.0.1.example.com", /http:\/\/ works only for this machine/],
    ["http://localhost.example.com", /http:\/\/ works only for this machine/],
    ["ftp://app.example.com", /ftp:/],
    ["https://user:secret@app.example.com", /user name or password/],
    ["user@app.example.com", /user name or password/],
    ["https://app.example.com?x=1", /query/],
    ["https://app.example.com/#x", /fragment/],
    ["https://app.example.com/v1/runs", /path/],
    ["https://app.example.com/v2", /path/],
    ["https:\\\\app.example.com", /not a host name/],
    ["app.exa\nmple.com", /not a host name/],
    ["my app", /not a host name/],
    ["https://", /not a host name/],
    ["mailto:someone", /not a host name/],
  ])("%j is refused", (text, reason) => {
    expect(() => parseBaseUrl(text)).toThrow(BaseUrlError);
    expect(() => parseBaseUrl(text)).toThrow(reason);
  });

  test("a refusal does not repeat a password", () => {
    expect(() => parseBaseUrl("https://user:hunter2@app.example.com")).toThrow(/^(?!.*hunter2).*$/);
  });
});
