/*
 * #web[data-web]        is asked for anew without leaving the page, so that zoom and focus stay
 * a[data-web-link], a[data-web-step]   lead to another view of it; the address changes with it
 * form[data-web-kinds]  is sent by each of its boxes
 * [data-web-stamp]      the live region's differs from the drawing's: look again
 */
const web = () => document.getElementById("web");

async function show(address, push) {
  const kept = document.activeElement?.id;
  await htmx.ajax("GET", address, { source: web(), target: "#web", select: "#web", swap: "outerMorph" });
  if (push) history.pushState(null, "", address);
  document.dispatchEvent(new CustomEvent("web:shown", { detail: kept }));
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

for (const button of document.querySelectorAll("[data-web-kinds] button")) button.hidden = true;
addEventListener("popstate", () => location.reload());

const state = () => document.getElementById("web-state");
if (state()) {
  new MutationObserver(() => {
    const stamp = state()?.querySelector("[data-web-stamp]")?.dataset.webStamp;
    if (stamp && stamp !== web()?.dataset.webStamp) show(location.pathname + location.search, false);
  }).observe(state().parentElement, { childList: true, subtree: true, attributeFilter: ["data-web-stamp"] });
}
