/*
 * Where one's own dots are stands in what is one's own ([data-own-dots="group-7" data-count="2"]), because the stage is
 * the same for everybody. This writes it beside each thing that is put to the vote ([data-target]), says how many are
 * left, and closes the buttons that would be refused. had: what was seen, so that a lost answer costs nobody a dot.
 */
const main = document.getElementById("main");

function put(element, name, value) {
  if (element && element[name] !== value) element[name] = value;
}

function paint() {
  const voting = main.querySelector(".notes-voting");
  if (!voting) return;
  const on = main.querySelector("[data-on]").dataset.on;
  const own = Object.fromEntries([...document.querySelectorAll(`#mine-${on} [data-own-dots]`)].map((each) =>
    [each.dataset.ownDots, Number(each.dataset.count)]));
  const saying = main.querySelector("[data-dots-left]");
  const left = Number(saying.dataset.each) - Object.values(own).reduce((all, count) => all + count, 0);
  put(saying, "textContent", left ? `${left} of your ${saying.dataset.each} dots left` : "All your dots are given");
  for (const form of voting.querySelectorAll("[data-target]")) {
    const count = own[form.dataset.target] ?? 0;
    const [fewer, more] = form.querySelectorAll("button");
    put(form.querySelector("[data-own]"), "textContent", count ? "●".repeat(count) : "0");
    put(form.querySelector("[data-had]"), "value", String(count));
    put(fewer, "ariaDisabled", String(!count));
    put(more, "ariaDisabled", String(left <= 0 || count >= Number(voting.dataset.limit)));
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".notes-dot")?.ariaDisabled === "true") event.preventDefault();
});
paint();
new MutationObserver(paint).observe(main, { childList: true, subtree: true });
