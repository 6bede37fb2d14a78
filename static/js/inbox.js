/*
 * [data-inbox]: asks for the list anew when the bell, which the page's stream keeps up to date, counts
 * something else than the list does.
 */
const counted = (selector) => document.querySelector(selector)?.dataset.unread;

function follow() {
  if (counted("#bell [data-unread]") === counted("[data-inbox]")) return;
  htmx.ajax("GET", location.pathname + location.search, { target: "[data-inbox]", swap: "outerMorph" });
}

const bell = document.getElementById("bell");
if (bell) new MutationObserver(follow).observe(bell, { subtree: true, childList: true, attributes: true });
