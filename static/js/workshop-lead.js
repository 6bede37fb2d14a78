/*
 * Keeps the way in [data-leaders] (the numbers of those who lead a workshop) and this page together:
 * [data-follow-lead data-person="7" data-lead="/…/"]   person 7 begins to lead: go to where one leads
 * [data-follow-lead data-person="7" data-away="/…/"]   person 7 has handed over: go to where one takes part
 * data-out="/…/"   where somebody goes whom the stream no longer lets in: removed, or no longer leading
 * [data-pace data-starts data-ends]   planned begin and end in milliseconds; says "On time", "3 min behind"
 */
const page = document.querySelector("[data-follow-lead]");
const MINUTE = 60_000, EVERY = 10_000;

function leads() {
  return (document.querySelector("[data-leaders]")?.dataset.leaders ?? "").split(" ").includes(page.dataset.person);
}

let before = page && leads();

function follow() {
  const now = leads();
  const to = now ? page.dataset.lead : page.dataset.away;
  if (now !== before && to) location.assign(to);
  before = now;
}

function pace() {
  for (const place of document.querySelectorAll("[data-pace]")) {
    const late = Math.trunc(Math.max(Date.now() - place.dataset.ends, 0) / MINUTE);
    const early = Math.trunc(Math.max(place.dataset.starts - Date.now(), 0) / MINUTE);
    const words = late ? `${late} min behind` : early ? `${early} min ahead` : "On time";
    if (place.textContent === words) continue;
    place.textContent = words;
    place.classList.toggle("is-warn", late > 0);
    place.classList.toggle("is-good", late === 0);
  }
}

const seen = { childList: true, subtree: true, attributeFilter: ["data-leaders"] };
if (page) new MutationObserver(follow).observe(document.getElementById("main"), seen);
document.addEventListener("live:state", ({ detail }) => {
  if (detail === "refused" && page?.dataset.out) location.assign(page.dataset.out);
});
setInterval(pace, EVERY);
