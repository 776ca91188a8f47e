import type { Environment, NetworkSettings } from "../http/proxy.ts";

const variables = [
  "HTTPS_PROXY",
  "https_proxy",
  "HTTP_PROXY",
  "http_proxy",
  "NO_PROXY",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
];

/** The network settings, for a report. A setting that may hold a password or host names is only reported as set. */
export function settingsLines(settings: NetworkSettings, environment: Environment): string[] {
  const {
    proxySupport,
    proxy,
    noProxy = [],
    proxyAuthorization,
    strictSSL = true,
    systemCertificates = true,
  } = settings;
  const present = variables.filter((name) => environment[name]);
  return [
    ...(proxySupport ? [`http.proxySupport: ${proxySupport}`] : []),
    `http.proxy: ${proxy ? "set" : "not set"}`,
    `http.noProxy: ${noProxy.length === 0 ? "empty" : noProxy.length === 1 ? "1 entry" : `${noProxy.length} entries`}`,
    `http.proxyAuthorization: ${proxyAuthorization ? "set" : "not set"}`,
    `http.proxyStrictSSL: ${strictSSL ? "on" : "off"}`,
    `http.systemCertificates: ${systemCertificates ? "on" : "off"}`,
    `Environment: ${present.length === 0 ? "no proxy or certificates set" : `${present.join(", ")} set`}`,
  ];
}
