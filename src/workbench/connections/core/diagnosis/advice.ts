import { countOf } from "#model/counts.ts";
/** The steps of a diagnosis, in order. */
export const stepNames = [
  "Access key",
  "Proxy",
  "Host name",
  "Connection",
  "Tunnel",
  "Certificate",
  "Response",
] as const;
export type StepName = (typeof stepNames)[number];
/** The steps that use the network. The others have no time: a keyring may wait for a person. */
export type TimedStep = Exclude<StepName, "Access key" | "Proxy">;

export interface DiagnosisFacts {
  /** The app's host, with its port when it has one. */
  host: string;
  /** Host and port. */
  proxy?: string;
  /** The setting or environment variable that names the proxy. */
  proxyFrom?: string;
  /** The authentication schemes that the proxy offers: `Basic`, `Negotiate`, … */
  proxySchemes?: readonly string[];
  /** Who signed the certificate. */
  issuer?: string;
  slowest?: TimedStep;
  /** How long the app asks to wait, in milliseconds. */
  retryAfter?: number;
}

export interface Advice {
  /** The result, as one sentence. */
  summary: string;
  /** What to do, the most likely first. */
  todo: readonly string[];
}

/** Says what a diagnosis means and what to do. */
export function adviceFor(cause: DiagnosisCause, facts: DiagnosisFacts): Advice {
  return advices[cause](facts);
}

const trustIssuer = (issuer: string): string =>
  `If ${issuer} belongs to your company or your security software, install its certificate on this system (VS Code reads system certificates while http.systemCertificates is on). Or start VS Code with NODE_EXTRA_CA_CERTS set to a file with the certificate.`;
const askOwner = "Contact the owner of the app: this can't be fixed from here.";
const checkAddress =
  "Compare the address with the one on the app's Integration tab on Dynamiq. To correct it, select Edit Address… in “Dynamiq: Manage Connection…”.";
const replaceKey =
  "Select Replace Access Key… in “Dynamiq: Manage Connection…” and enter an access key (dynamiq_acc_…) of the app's project or organization.";
const proxySetting = ({ proxyFrom = "http.proxy" }: DiagnosisFacts): string =>
  proxyFrom === "http.proxy"
    ? "Check the setting http.proxy in your user settings; if it is empty, HTTPS_PROXY and HTTP_PROXY apply."
    : `Check the environment variable ${proxyFrom} that VS Code was started with, or set http.proxy in your user settings, which overrides it.`;
const exceptHost = ({ host }: DiagnosisFacts): string =>
  `If ${host} can be reached without the proxy, add the host to the setting http.noProxy or to NO_PROXY.`;

const advices = {
  none: ({ host }) => ({
    summary: `${host} responds as a Dynamiq app`,
    todo: [
      "No problem was found. If the problem comes and goes, diagnose again while it occurs, and check “Dynamiq: Show Log”.",
    ],
  }),
  slow: ({ host, slowest = "Response" }) => ({
    summary: `${host} responds slowly. The slowest step is “${slowest}”`,
    todo: [slowAdvice[slowest], "Diagnose again in a minute: the delay may be temporary."],
  }),
  "key-unreadable": () => ({
    summary: "The access key can't be read",
    todo: [
      replaceKey,
      "If your system's keyring is locked or missing, unlock or install it and restart VS Code. Until then, you can keep a key in a window's memory.",
    ],
  }),
  "personal-token": () => ({
    summary: "The saved access key is a personal access token",
    todo: [`Personal access tokens are for the management API. ${replaceKey}`],
  }),
  "proxy-address": (facts) => ({
    summary: "The proxy's address isn't valid",
    todo: [proxySetting(facts), "A valid address looks like http://proxy.example.com:8080."],
  }),
  "proxy-not-found": (facts) => ({
    summary: `The proxy ${facts.proxy} was not found`,
    todo: [
      proxySetting(facts),
      "If you are outside the company's network, connect to the VPN: the proxy's name may resolve only there.",
      exceptHost(facts),
    ],
  }),
  "proxy-unreachable": (facts) => ({
    summary: `The proxy ${facts.proxy} can't be reached`,
    todo: [
      proxySetting(facts),
      "If you are outside the company's network, connect to the VPN: the proxy may be reachable only there.",
      exceptHost(facts),
    ],
  }),
  "proxy-authorization": (facts) => ({
    summary: `${facts.proxy ? `The proxy ${facts.proxy}` : "The proxy"} requires authentication`,
    todo: [
      "Set http.proxyAuthorization in your user settings, for example to “Basic …” with the Base64 of name:password. Or add the name and password to the proxy's address.",
      ...((facts.proxySchemes ?? []).some((scheme) => /^(negotiate|ntlm|kerberos)$/i.test(scheme))
        ? [
            "This proxy requires Negotiate or NTLM, which this extension doesn't support. Use a local proxy that does, such as px or cntlm.",
          ]
        : []),
      exceptHost(facts),
    ],
  }),
  "proxy-refused": (facts) => ({
    summary: `The proxy ${facts.proxy} doesn't connect to ${facts.host}`,
    todo: [
      "Ask the administrator of the proxy to allow CONNECT to this host and port.",
      exceptHost(facts),
      proxySetting(facts),
    ],
  }),
  "host-not-found": ({ host }) => ({
    summary: `The host name ${host} was not found`,
    todo: [
      checkAddress,
      "If other host names aren't found either, this machine is offline, or its DNS server doesn't respond.",
      "If only your company's DNS resolves this name, connect to the VPN.",
    ],
  }),
  refused: ({ host }) => ({
    summary: `No server is listening at ${host}`,
    todo: [
      checkAddress,
      "If the app runs on this machine, start it. The sample app ends with the window that started it. Start it again with “Dynamiq: Start Sample App”.",
    ],
  }),
  unreachable: ({ host }) => ({
    summary: `Connecting to ${host} failed`,
    todo: [
      "Check the network: a firewall may block the connection. If your company's network requires a proxy, set http.proxy.",
      checkAddress,
    ],
  }),
  "certificate-expired": ({ host, issuer = "its issuer" }) => ({
    summary: `The certificate of ${host} has expired`,
    todo: [
      "Check this machine's clock.",
      `If ${issuer} is a proxy or security software, renew its certificates.`,
      askOwner,
    ],
  }),
  "certificate-not-yet-valid": ({ host }) => ({
    summary: `The certificate of ${host} isn't valid yet`,
    todo: ["Check this machine's clock.", askOwner],
  }),
  "certificate-other-host": ({ host, issuer = "its issuer" }) => ({
    summary: `The certificate of ${host} is for another host`,
    todo: [
      checkAddress,
      `If ${issuer} is a proxy, a network's sign-in page or security software, it intercepts the connection. Sign in, or add an exception for this host.`,
    ],
  }),
  "certificate-self-signed": ({ host, issuer = "the app" }) => ({
    summary: `The certificate of ${host} is self-signed`,
    todo: [trustIssuer(issuer), "The key wasn't sent, because somebody could be intercepting the connection."],
  }),
  "certificate-unknown-issuer": ({ host, issuer = "its issuer" }) => ({
    summary: `This machine doesn't trust ${issuer}, which signed the certificate of ${host}`,
    todo: [
      trustIssuer(issuer),
      "If you don't know this name, somebody may be intercepting the connection. The key wasn't sent.",
    ],
  }),
  tls: ({ host }) => ({
    summary: `Can't connect securely to ${host}`,
    todo: [checkAddress, "The server may support only plain HTTP, or only outdated TLS versions."],
  }),
  "wrong-host": ({ host }) => ({
    summary: `${host} isn't a Dynamiq app`,
    todo: [
      checkAddress,
      "The app may have been deleted.",
      "A network or proxy may respond with a sign-in page. To check, open the address in a browser.",
    ],
  }),
  "no-key": () => ({
    summary: "The app needs an access key, and the connection has none",
    todo: [replaceKey],
  }),
  unauthorized: () => ({
    summary: "The app requires a valid access key",
    todo: [`The key of this connection may be revoked or mistyped. ${replaceKey}`],
  }),
  forbidden: () => ({
    summary: "The access key isn't for this app",
    todo: [
      `It belongs to another project or organization, or it is a personal access token. ${replaceKey}`,
      checkAddress,
    ],
  }),
  "rate-limited": ({ host, retryAfter }) => ({
    summary: `${host} receives too many requests`,
    todo: [
      retryAfter === undefined
        ? "Wait a minute and try again."
        : `It asks you to wait ${countOf(Math.ceil(retryAfter / 1_000), "second")}.`,
      "Close other windows and scripts that send many requests to this app. The log shows the HTTP requests of this window.",
    ],
  }),
  "plan-limit": ({ host }) => ({
    summary: `${host} has reached a limit of its plan`,
    todo: [
      "The limit applies to the whole organization, so neither another key nor waiting a minute helps.",
      "Ask the owner of the organization to raise the limit.",
    ],
  }),
  server: ({ host }) => ({
    summary: `${host} is unavailable at the moment`,
    todo: ["Try again in a minute: the app may be deploying.", askOwner],
  }),
  broken: ({ host }) => ({
    summary: `The connection to ${host} was lost before the response was complete`,
    todo: [
      "Diagnose again: the network (Wi-Fi, VPN) may have changed.",
      "A firewall or security software that inspects connections may close them. Add an exception for this host.",
    ],
  }),
} satisfies Record<string, (facts: DiagnosisFacts) => Advice>;

/** The problem between a person and their app. `none`: the app responds as expected. */
export type DiagnosisCause = keyof typeof advices;

const slowAdvice: Record<TimedStep, string> = {
  "Host name": "This machine's DNS is slow. Try another resolver, or check the VPN's DNS settings.",
  Connection: "The network is slow. Try another network, or disconnect the VPN.",
  Tunnel: "The proxy is slow to connect. Ask its administrator.",
  Certificate: "The TLS handshake is slow. A proxy or security software that inspects connections may be the reason.",
  Response: "The app is slow to list its runs. It may be starting or busy.",
};
