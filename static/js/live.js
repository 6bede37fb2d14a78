/*
 * [data-live="/live/…"]   keeps the page's stream open while the page is shown, through failures, sleep and restarts
 * [data-live-keep]        also while it is hidden: projectors and facilitators
 * It says on the document how it stands, live:state (connected, reconnecting, waiting, refused), and heeds
 * live:turn. htmx alone neither retries a first request that failed, nor stops at a refusal, nor notices
 * silence; and its hx-sse:connect is passed over when htmx begins before the extension has arrived.
 */
const SILENCE = 45_000; // the server says something at least every 20 s
const stream = document.querySelector("[data-live]");
const keep = stream?.hasAttribute("data-live-keep");
let turn = true, refused = false, leaving = false, opening = false;
let connection, request, mark, retry, failures = 0, heardAt = Date.now();

const wished = () => turn && !refused && !leaving && (keep || !document.hidden);
const say = (detail) => document.dispatchEvent(new CustomEvent("live:state", { detail }));

function open() {
  clearTimeout(retry);
  if (opening || connection || !wished()) return;
  opening = true;
  heardAt = Date.now();
  htmx.ajax("GET", stream.dataset.live, { source: stream });
}

function shut() {
  clearTimeout(retry);
  if (opening && !leaving) request?.abort(); // a page that is left ends its requests itself
  connection?.abortController?.abort();
  connection?.reader?.cancel().catch(() => {});
}

function follow() {
  if (wished()) return open();
  shut();
  if (refused) say("refused");
  else if (!turn) say("waiting");
}

function heed(status) {
  if (status === 401 || status === 403) refused = true;
  say(refused ? "refused" : "reconnecting");
}

const on = {
  "htmx:before:request": ({ ctx }) => {
    request = ctx.request;
    if (mark) request.headers["Last-Event-ID"] = mark;
  },
  "htmx:finally:request": ({ ctx }) => {
    opening = false;
    if (connection || !wished()) return;
    heed(ctx.response?.status);
    const wait = Number(ctx.response?.headers.get("Retry-After")) || Math.min(2 ** failures++, 10);
    retry = setTimeout(open, wait * (0.7 + 0.6 * Math.random()) * 1000);
  },
  "htmx:before:sse:connection": (detail) => {
    heardAt = Date.now();
    connection = detail.connection;
    if (connection.attempt && wished()) say("reconnecting");
    if (!wished()) { connection.cancelled = true; request?.abort(); }
  },
  "htmx:after:sse:connection": () => { failures = 0; heardAt = Date.now(); say("connected"); queueMicrotask(follow); },
  "htmx:before:sse:message": ({ message }) => { heardAt = Date.now(); mark = message.id || mark; },
  "htmx:sse:error": ({ status }) => { if (wished()) heed(status); },
  "htmx:sse:close": () => { connection = undefined; queueMicrotask(open); },
  "live:refused": () => { refused = true; follow(); },
  "htmx:error": () => {},
  "htmx:response:error": () => {},
};

function begin() {
  for (const [name, heard] of Object.entries(on)) {
    stream.addEventListener(name, (event) => { event.stopPropagation(); heard(event.detail); });
  }
  document.addEventListener("live:turn", ({ detail }) => { turn = detail; follow(); });
  document.addEventListener("visibilitychange", follow);
  addEventListener("online", () => { connection?.delayCanceller?.(); shut(); follow(); });
  addEventListener("pagehide", () => { leaving = true; shut(); });
  addEventListener("pageshow", () => { leaving = false; follow(); });
  setInterval(() => { if (wished() && Date.now() - heardAt > SILENCE) { heardAt = Date.now(); shut(); } }, 5000);
}

if (stream) begin();
