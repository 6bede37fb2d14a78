/*
 * A browser opens six connections to a host over HTTP/1.1. Were they all streams, the next page would never load:
 * so at most three shown pages and two kept ones ([data-live-keep]) hold a stream, those looked at last. The others wait,
 * and take their turn when they are touched or another page closes. Over HTTP/2 nobody has to wait.
 */
const stream = document.querySelector("[data-live]");
const keep = stream?.hasAttribute("data-live-keep");
const HOLDERS = keep ? 2 : 3;
const many = /^h[23]/.test(performance.getEntriesByType("navigation")[0]?.nextHopProtocol);

function begin() {
  const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const later = new Set(); // the pages that took a turn after this one
  const channel = new BroadcastChannel(`live:${keep ? "kept" : "shown"}`);
  const tell = (holds) => channel.postMessage({ me, holds });
  const judge = () =>
    document.dispatchEvent(new CustomEvent("live:turn", { detail: later.size < HOLDERS }));
  const take = () => { later.clear(); tell(true); judge(); };
  const touched = () => { if (later.size >= HOLDERS) take(); };

  channel.onmessage = ({ data }) => {
    if (data.holds) later.add(data.me);
    else later.delete(data.me);
    judge();
  };
  addEventListener("focus", touched);
  addEventListener("pointerdown", touched);
  addEventListener("keydown", touched);
  addEventListener("pagehide", () => tell(false));
  addEventListener("pageshow", () => { if (keep || !document.hidden) take(); });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) take();
    else if (!keep) tell(false);
  });
}

if (stream && !many) begin();
