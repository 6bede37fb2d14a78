/*
 * [data-web-drawing]   is zoomed by the wheel with Ctrl, by + and -, by [data-web-zoom] buttons, and moved by dragging
 * Its content moves, not its box, so the page stays where it is. 0 shows all of it again.
 */
const MOST = 8;
const view = { scale: 1, x: 0, y: 0 };
const drawing = () => document.querySelector("[data-web-drawing]");
let held;

function apply() {
  const box = drawing()?.viewBox.baseVal;
  if (!box) return;
  view.x = Math.min(0, Math.max(box.width * (1 - view.scale), view.x));
  view.y = Math.min(0, Math.max(box.height * (1 - view.scale), view.y));
  const moved = drawing().querySelector("[data-web-moved]");
  moved.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
  drawing().classList.toggle("is-near", view.scale > 1);
  for (const zooms of document.querySelectorAll("[data-web-zooms]")) zooms.hidden = false;
}

function at(event) {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing().getScreenCTM().inverse());
}

function zoom(factor, point) {
  const box = drawing().viewBox.baseVal;
  const { x, y } = point ?? { x: box.width / 2, y: box.height / 2 };
  const scale = Math.min(MOST, Math.max(1, view.scale * factor));
  view.x = x - ((x - view.x) * scale) / view.scale;
  view.y = y - ((y - view.y) * scale) / view.scale;
  view.scale = scale;
  apply();
}

const acts = { in: () => zoom(1.5), out: () => zoom(1 / 1.5), whole: () => { view.scale = 1; apply(); } };
const keys = { "+": "in", "=": "in", "-": "out", 0: "whole" };

document.addEventListener("click", (event) => acts[event.target.closest?.("[data-web-zoom]")?.dataset.webZoom]?.());
document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("[data-web-frame]") || event.ctrlKey || event.metaKey || !keys[event.key]) return;
  event.preventDefault();
  acts[keys[event.key]]();
});
document.addEventListener("wheel", (event) => {
  if (!event.ctrlKey || !event.target.closest?.("[data-web-drawing]")) return;
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, at(event));
}, { passive: false });
document.addEventListener("pointerdown", (event) => {
  if (view.scale > 1 && event.target.closest?.("[data-web-drawing]")) held = { at: at(event), moved: false };
});
document.addEventListener("pointermove", (event) => {
  if (!held || !event.buttons) return;
  const now = at(event);
  held.moved ||= Math.hypot(now.x - held.at.x, now.y - held.at.y) > 4;
  [view.x, view.y, held.at] = [view.x + now.x - held.at.x, view.y + now.y - held.at.y, now];
  apply();
});
document.addEventListener("click", (event) => {
  if (held?.moved) { event.preventDefault(); event.stopPropagation(); }
  held = undefined;
}, true);
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-web-drawing]")) event.preventDefault(); });
document.addEventListener("web:shown", apply);
apply();
