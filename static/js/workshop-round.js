/*
 * Where I stand: the step I chose is marked among those that all phones show, [data-of-sitting] and [data-chosen] say
 * which. What I said in another round is hidden. A sealed answer cannot be asked for again, so this tab remembers the step
 * (not the reason) until it is closed. [data-last-level] takes the step along when a form is sent again by itself.
 */
const REMEMBERED = "stand-";
const main = document.getElementById("main");

function chosenIn(sitting) {
  for (const mine of document.querySelectorAll("[data-of-sitting]")) {
    const own = mine.dataset.ofSitting === sitting;
    mine.hidden = !own;
    if (own && mine.dataset.chosen) sessionStorage.setItem(REMEMBERED + sitting, mine.dataset.chosen);
    if (own) return mine.dataset.chosen ?? sessionStorage.getItem(REMEMBERED + sitting);
  }
  return null;
}

function show() {
  const form = document.querySelector("form[data-sitting]");
  const chosen = chosenIn(form?.dataset.sitting ?? "none");
  if (form) for (const step of form.querySelectorAll("button[name=level]")) {
    const pressed = String(step.value === chosen);
    if (step.getAttribute("aria-pressed") !== pressed) step.setAttribute("aria-pressed", pressed);
  }
}

document.addEventListener("click", ({ target }) => {
  const step = target.closest("form[data-sitting] button[name=level]");
  if (step) step.form.querySelector("[data-last-level]").value = step.value;
});

document.addEventListener("htmx:after:swap", () => {
  const reason = document.querySelector(".consensus-mine:not([hidden]) [data-reason]");
  if (reason && !reason.value && document.activeElement?.name === "level") reason.focus();
});

show();
new MutationObserver(show).observe(main, { childList: true, subtree: true, attributeFilter: ["aria-pressed", "data-chosen"] });
