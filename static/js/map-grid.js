/*
 * The power/interest grid ([data-map]), asked for anew whenever somebody on it has moved: after one's own moves (the
 * answer to one brings the event map:stale with the new revision), and when the stream brings another stamp
 * ([data-map-stamp]). A move is the event map:move on the document, { point, to: "4-2" }; where somebody else was
 * quicker, the dialog shows both. While a point is on its way ([data-js-moving]) everything else changes around it.
 */
const SOON = 80; // ms in which one's own news comes twice
const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");
const stamp = () => document.querySelector("[data-map-stamp]")?.dataset.mapStamp;
let seen = stamp(), soon, asking = false, again = false, moves = Promise.resolve();

async function ask() {
  again = asking;
  if (asking || !document.querySelector("[data-map]")) return;
  asking = true;
  await htmx.ajax("GET", location.href, { target: "#map-grid", swap: "outerMorph" }).catch(() => {});
  asking = false;
  if (again) ask();
}

function refresh() {
  clearTimeout(soon);
  soon = setTimeout(ask, SOON);
}

async function move({ point, to }) {
  const [influence, interest] = to.split("-");
  const url = point.closest("[data-map]")?.dataset.placing.replace("/0/", `/${point.dataset.point}/`);
  if (!url) return;
  const values = { influence, interest, revision: point.dataset.revision };
  body.replaceChildren();
  await htmx.ajax("POST", url, { source: point, target: "#dialog-body", swap: "innerHTML", values }).catch(() => {});
  delete point.dataset.jsMoving;
  point.style.translate = "";
  if (body.querySelector("form") && !dialog.open) {
    dialog.setAttribute("aria-label", body.querySelector("h2")?.textContent.trim() ?? "");
    dialog.showModal();
  }
  refresh();
}

document.addEventListener("map:move", ({ detail }) => { moves = moves.then(() => move(detail)); });
document.addEventListener("map:stale", ({ detail }) => {
  const point = document.getElementById(`point-${detail?.point}`);
  if (point) Object.assign(point.dataset, { revision: detail.revision, at: detail.at });
  refresh();
});
htmx.registerExtension("map-moving", {
  htmx_before_morph_node: (element) => !element.matches?.("[data-js-moving]"),
});
new MutationObserver(() => {
  if (stamp() === seen) return;
  seen = stamp();
  refresh();
}).observe(document.getElementById("main"), { subtree: true, childList: true, attributeFilter: ["data-map-stamp"] });
