import { describe, expect, test } from "vitest";
import { chooseProxy } from "../../../../src/api/http/proxy.ts";

const target = new URL("https://app.example.com");

describe("chooseProxy", () => {
  test("connects directly without a proxy", () => {
    expect(chooseProxy(target, {}, {}).uri).toBeUndefined();
    expect(chooseProxy(target, { proxy: "" }, { HTTPS_PROXY: "" }).uri).toBeUndefined();
  });

  test("the setting takes precedence over the environment, upper case over lower case, https over http", () => {
    const all = { HTTPS_PROXY: "http://a", https_proxy: "http://b", HTTP_PROXY: "http://c", http_proxy: "http://d" };
    expect(chooseProxy(target, { proxy: "http://setting" }, all).uri).toBe("http://setting");
    expect(chooseProxy(target, {}, all).uri).toBe("http://a");
    expect(chooseProxy(target, {}, { ...all, HTTPS_PROXY: "" }).uri).toBe("http://b");
    expect(chooseProxy(target, {}, { HTTP_PROXY: "http://c", http_proxy: "http://d" }).uri).toBe("http://c");
    expect(chooseProxy(target, {}, { http_proxy: "http://d" }).uri).toBe("http://d");
  });

  test("a proxy without a protocol is an http one", () => {
    expect(chooseProxy(target, {}, { HTTPS_PROXY: "proxy.example.com:8080" }).uri).toBe(
      "http://proxy.example.com:8080",
    );
  });

  test.each(["http://localhost:1", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1", "https://localhost"])(
    "%s never goes through a proxy",
    (url) => {
      expect(chooseProxy(new URL(url), { proxy: "http://p" }, { HTTPS_PROXY: "http://q" }).uri).toBeUndefined();
    },
  );

  test.each([
    "*",
    "app.example.com",
    "APP.example.com",
    "example.com",
    ".example.com",
    "*.example.com",
    "app.example.com:443",
    "other.org, example.com",
    "other.org example.com",
  ])("NO_PROXY=%s excludes it", (rules) => {
    expect(chooseProxy(target, {}, { HTTPS_PROXY: "http://p", NO_PROXY: rules }).uri).toBeUndefined();
    expect(chooseProxy(target, {}, { HTTPS_PROXY: "http://p", no_proxy: rules }).uri).toBeUndefined();
  });

  test.each(["", ",", "ple.com", "app.example.com:8443", "app.example.com.org", "sub.app.example.com", ":443"])(
    "NO_PROXY=%s does not",
    (rules) => {
      expect(chooseProxy(target, {}, { HTTPS_PROXY: "http://p", NO_PROXY: rules }).uri).toBe("http://p");
    },
  );

  test("the setting's exceptions apply in addition to those of the environment", () => {
    const environment = { HTTPS_PROXY: "http://p", NO_PROXY: "other.org" };
    expect(chooseProxy(target, { noProxy: ["example.com"] }, environment).uri).toBeUndefined();
    expect(chooseProxy(new URL("https://other.org"), { noProxy: ["example.com"] }, environment).uri).toBeUndefined();
  });

  test.each(["fd00::1", "[fd00::1]", "[fd00::1]:8443"])("an IPv6 address is excluded by %s", (rule) => {
    expect(
      chooseProxy(new URL("https://[fd00::1]:8443"), { proxy: "http://p", noProxy: [rule] }, {}).uri,
    ).toBeUndefined();
  });

  test.each(["http.proxy", "HTTPS_PROXY", "HTTP_PROXY"])(
    "http.proxySupport: off connects directly, whatever %s says",
    (from) => {
      const environment = { [from]: "http://p" };
      const proxy = from === "http.proxy" ? { proxy: "http://p" } : {};
      expect(chooseProxy(target, { ...proxy, proxySupport: "off" }, environment)).toEqual({
        uri: undefined,
        from,
        isOff: true,
      });
      expect(chooseProxy(target, { proxySupport: "off" }, {})).toEqual({ uri: undefined });
      for (const proxySupport of ["on", "override", "fallback"]) {
        expect(chooseProxy(target, { ...proxy, proxySupport }, environment).uri).toBe("http://p");
      }
    },
  );
});
