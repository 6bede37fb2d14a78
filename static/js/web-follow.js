/*
 * #web[data-web]        is asked for anew without leaving the page, so that zoom and focus stay; what else on the page
 *                       tells of the drawing (ALONG) comes with it
 * a[data-web-link], a[data-web-step]   lead to another view of it; the address changes with it
 * form[data-web-kinds]  is sent by each of its boxes
 * [data-web-stamp]      the live region's differs from the drawing's: look again, once nothing else is asked for
 */
const ALONG = "#web-lead:outerMorph,#web-tools:outerMorph";
const FIRST = 500, LONGEST = 60_000; // ms until one looks once more, where the answer was not what was told
const web = () => document.getElementById("web");
let asked = 0, answered = 0, wait = FIRST, again;

async function show(address, push) {
  const mine = asked += 1;
  const kept = document.activeElement?.id;
  await htmx.ajax("GET", address, { source: web(), target: "#web", select: "#web", selectOOB: ALONG, swap: "outerMorph" });
  answered += 1;
  if (mine !== asked) return;
  if (push) history.pushState(null, "", address);
  spare();
  document.dispatchEvent(new CustomEvent("web:shown", { detail: kept }));
}

function spare() {
  for (const button of document.querySelectorAll("[data-web-kinds] button")) button.hidden = true;
}

function kinds(form) {
  const asked = new URLSearchParams(new FormData(form));
  const now = new URLSearchParams(location.search);
  for (const name of ["focus", "open"]) {
    asked.delete(name);
    if (now.has(name)) asked.set(name, now.get(name));
  }
  return `?${asked}`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-web-link], a[data-web-step]");
  if (!link || !window.htmx || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  document.getElementById("web-hits").replaceChildren();
  const address = new URL(link.getAttribute("href"), location.href);
  show(address.pathname + address.search, true);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-web-kinds]");
  if (form && window.htmx) show(location.pathname + kinds(form), true);
});

addEventListener("popstate", () => location.reload());
spare();

const state = () => document.getElementById("web-state");
const told = () => state()?.querySelector("[data-web-stamp]")?.dataset.webStamp;
const isOlder = () => Boolean(told()) && told() !== web()?.dataset.webStamp;

async function look() {
  clearTimeout(again);
  if (!isOlder()) { wait = FIRST; return; }
  if (asked === answered) await show(location.pathname + location.search, false);
  if (!isOlder()) return;
  again = setTimeout(look, wait);
  wait = Math.min(2 * wait, LONGEST);
}

if (state()) {
  new MutationObserver(look).observe(document.getElementById("main"), {
    childList: true, subtree: true, attributeFilter: ["data-web-stamp"],
  });
}
