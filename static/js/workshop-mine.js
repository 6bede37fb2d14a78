/*
 * [data-mine="7"]   what the participant said in activity 7 is shown while the stage is at it ([data-on="7"]), so nothing
 * has to be asked for when the room goes on or back. An activity that begins gets an empty place to answer into.
 * [data-said="commitment-3 commitment-5"]   what this participant has said already: where everybody is asked for it
 * ([data-asks="commitment-3"]), they are not
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
  const said = [...place.querySelectorAll("[data-said]")].flatMap((mine) => mine.dataset.said.split(" "));
  for (const form of document.querySelectorAll("[data-asks]")) form.toggleAttribute("data-js-said", said.includes(form.dataset.asks));
}

show();
const changes = { childList: true, subtree: true, attributeFilter: ["data-said"] };
new MutationObserver(show).observe(document.getElementById("main"), changes);
