/*
 * [data-point] on the grid is dragged to another cell ([data-cell]) with mouse, pen or finger; Escape puts it back. So is
 * [data-waiting], a name beside the grid, to its first one: by a finger only at its [data-handle], so that lists scroll.
 */
const FAR = 6;
const EDGE = 70; // px from the edge of the window, where the page follows a drag
let drag, dragged = false;

const cellAt = ({ clientX, clientY }) =>
  document.elementsFromPoint(clientX, clientY).find((element) => element.matches("[data-map] [data-cell]"));

function over(cell) {
  for (const each of document.querySelectorAll("[data-js-over]")) if (each !== cell) delete each.dataset.jsOver;
  if (cell) cell.dataset.jsOver = "";
}

function begin(event) {
  dragged = false;
  const point = event.target.closest?.("[data-map] [data-point]");
  if (!point || event.button || !event.isPrimary) return;
  if (event.pointerType === "touch" && "waiting" in point.dataset && !event.target.closest("[data-handle]")) return;
  drag = { point, x: event.clientX, y: event.clientY, home: point.getAttribute("transform"), begun: false };
}

function carry(event) {
  if (!drag || (!drag.begun && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR)) return;
  const { point } = drag;
  if (!drag.begun) {
    drag.begun = dragged = true;
    point.dataset.jsMoving = "";
    point.setPointerCapture(event.pointerId);
  }
  put(point, event);
  over(cellAt(event));
}

function put(point, { clientX, clientY }) {
  if ("waiting" in point.dataset) {
    follow(clientY);
    point.style.translate = `${clientX - drag.x}px ${clientY - drag.y}px`;
    return;
  }
  const there = new DOMPoint(clientX, clientY).matrixTransform(point.ownerSVGElement.getScreenCTM().inverse());
  point.setAttribute("transform", `translate(${there.x} ${there.y})`);
}

function follow(clientY) {
  const before = scrollY;
  if (clientY < EDGE) scrollBy(0, clientY - EDGE);
  else if (clientY > innerHeight - EDGE) scrollBy(0, clientY - innerHeight + EDGE);
  drag.y -= scrollY - before;
}

function drop(event) {
  const cell = drag?.begun && cellAt(event);
  if (!cell || cell.dataset.cell === drag.point.dataset.at) return back();
  const { point } = drag;
  end();
  document.dispatchEvent(new CustomEvent("map:move", { detail: { point, to: cell.dataset.cell } }));
}

function back() {
  if (!drag) return;
  if (drag.home === null) drag.point.style.translate = "";
  else drag.point.setAttribute("transform", drag.home);
  delete drag.point.dataset.jsMoving;
  end();
}

function end() {
  over();
  drag = undefined;
}

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", carry);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", back);
// Inside a picture browsers heed no touch-action, and a finger that moves would scroll the page.
document.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { passive: false });
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") back(); });
document.addEventListener("click", (event) => {
  if (dragged && event.detail && event.target.closest?.("[data-map]")) event.preventDefault();
});
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-point]")) event.preventDefault(); });
