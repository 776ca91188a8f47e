import { describe, expect, test } from "vitest";
import { openDispatchers } from "#api/http/dispatchers.ts";
import { chooseProxy, isExcepted } from "#api/http/proxy.ts";

const target = new URL("https://app.example.com");

describe("chooseProxy", () => {
  test("the setting takes precedence over the environment, upper case over lower case, https over http", () => {
    const all = { HTTPS_PROXY: "http://a", https_proxy: "http://b", HTTP_PROXY: "http://c", http_proxy: "http://d" };
    expect(chooseProxy(target, { proxy: "http://setting" }, all).uri).toBe("http://setting");
    expect(chooseProxy(target, {}, all).uri).toBe("http://a");
    expect(chooseProxy(target, {}, { ...all, HTTPS_PROXY: "" }).uri).toBe("http://b");
    expect(chooseProxy(target, {}, { HTTP_PROXY: "http://c", http_proxy: "http://d" }).uri).toBe("http://c");
    expect(chooseProxy(target, {}, { http_proxy: "http://d" }).uri).toBe("http://d");
  });

  test.each(["http://localhost:1", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1", "https://localhost"])(
    "%s never goes through a proxy",
    (url) => {
      expect(chooseProxy(new URL(url), { proxy: "http://p" }, { HTTPS_PROXY: "http://q" }).uri).toBeUndefined();
    },
  );

  test.each([
    ...["*", "app.example.com", "APP.example.com", "example.com", ".example.com", "*.example.com"],
    ...["app.example.com:443", "other.org, example.com", "other.org example.com"],
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

  test.each([...rules(named), ...rules(v4), ...rules(v6)])("an IPv6 address is excluded by %s", (rule) => {
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

const named = "https://app.example.com";
const v4 = "https://10.1.2.3:8443";
const v6 = "https://[fd00:0:0::12]:8443";
const rules = (target: string, ...all: string[]) => all.map((rule) => [target, rule] as const);

test.each([
  [named, "*"],
  [named, ".example.com"],
  [named, ".example.com:443"],
  [v4, "10.1.2.3"],
  [v4, "10.0.0.0/8"],
  [v6, "[fd00::/8]:8443"],
  ["https://[::ffff:10.1.2.3]", "10.0.0.0/8"],
])("%s is excluded by %s", (target, rule) => {
  expect(isExcepted(new URL(target), rule)).toBe(true);
});

test.each([
  ...rules(named, "", ".", "*.", ":443", "ple.com", "app.example.com.org", "sub.app.example.com"),
  ...rules(named, "example.com:8443", "*:8443", "0.0.0.0/0", "example.com/8"),
  ...rules(v4, "10.1.2.4", "10.1.2.3:443", "10.2.0.0/16", "10.0.0.0/8:443", "10.0.0.0/33", "10.0.0.0/"),
  ...rules(v4, "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/x", ".2.3", "2.3", "fd00::/8"),
  ...rules(v6, "fe80::/10", "[fd00::12]:443", "[fd00::12", "fd00::/129", "::12", "0.0.0.0/0"),
])("%s is not excluded by “%s”", (target, rule) => {
  expect(isExcepted(new URL(target), rule)).toBe(false);
});

test.each(["socks5://proxy.example.com:1080", "not an address", "http://user:%zz@proxy.example.com"])(
  "%s isn't sent to as an HTTP proxy, and isn't repeated",
  (uri) => {
    const open = () => openDispatchers(target.href, {}, { HTTPS_PROXY: uri });
    expect(open).toThrow("The value of HTTPS_PROXY isn't the address of an HTTP proxy. Correct it.");
    expect(open).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("proxy.example.com") }) as Error,
    );
  },
);
