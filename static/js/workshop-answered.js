/*
 * [data-answered="3 7"]   the numbers of the participants who have answered in the round that is on. Beside their names,
 * [id="participant-3"], it says so: so that a vote does not have to draw the list of everybody anew.
 */
const main = document.getElementById("main");

function show() {
  const answered = new Set(document.querySelector("[data-answered]")?.dataset.answered.split(" "));
  for (const row of document.querySelectorAll("[id^='participant-']")) {
    const has = answered.has(row.id.slice("participant-".length));
    if (has !== "jsAnswered" in row.dataset) row.toggleAttribute("data-js-answered", has);
  }
}

show();
new MutationObserver(show).observe(main, { childList: true, subtree: true, attributeFilter: ["data-answered"] });
