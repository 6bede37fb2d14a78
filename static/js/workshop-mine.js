/*
 * [data-mine="7"]   what the participant said in activity 7 is shown while the stage is at it ([data-on="7"]), so nothing
 * has to be asked for when the room goes on or back. An activity that begins gets an empty place to answer into.
 */
const place = document.getElementById("workshop-mine");

function show() {
  const on = document.querySelector("[data-on]")?.dataset.on;
  if (on && !document.getElementById(`mine-${on}`)) {
    const mine = Object.assign(document.createElement("div"), { id: `mine-${on}`, className: "workshop-mine stack" });
    mine.dataset.mine = on;
    place.append(mine);
  }
  for (const mine of place.children) mine.hidden = mine.dataset.mine !== on;
}

show();
new MutationObserver(show).observe(document.getElementById("main"), { childList: true, subtree: true });
