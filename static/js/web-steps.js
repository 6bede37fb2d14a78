/*
 * a[data-web-step] in [data-web-drawing]: one of them is a stop of the Tab key, and the arrow keys go on to
 * the nearest one in their direction. Escape shows all again. Without script each is a stop.
 */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const drawing = () => document.querySelector("[data-web-drawing]");
const marks = () => [...(drawing()?.querySelectorAll("a[data-web-step]") ?? [])];

function middle(mark) {
  const box = (mark.querySelector(".web-shape, .web-group") ?? mark).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function next(from, [right, down]) {
  const [x, y] = middle(from);
  let best, least = Infinity;
  for (const mark of marks()) {
    const [dx, dy] = middle(mark).map((place, axis) => place - [x, y][axis]);
    const along = dx * right + dy * down;
    const far = along + 2 * Math.abs(dx * down) + 2 * Math.abs(dy * right);
    if (mark !== from && along > 1 && far < least) [best, least] = [mark, far];
  }
  return best;
}

let at; // the id of the stop

function stop(mark) {
  at = mark.id;
  for (const each of marks()) each.setAttribute("tabindex", each === mark ? "0" : "-1");
}

function begin(...ids) {
  const all = marks();
  const kept = ids.map((id) => all.find((mark) => mark.id && mark.id === id)).find(Boolean);
  if (all.length) stop(kept ?? all.find((mark) => mark.classList.contains("is-focus")) ?? all[0]);
}

document.addEventListener("keydown", (event) => {
  const mark = event.target.closest?.("a[data-web-step]");
  if (event.key === "Escape" && event.target.closest?.("#web")) document.querySelector("a[data-web-back]")?.click();
  if (!mark || !STEPS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const to = next(mark, STEPS[event.key]);
  if (!to) return;
  stop(to);
  to.focus();
});

document.addEventListener("web:shown", ({ detail }) => {
  begin(detail, at);
  document.getElementById(detail)?.focus({ preventScroll: true });
});
begin();
