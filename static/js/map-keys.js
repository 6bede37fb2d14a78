/*
 * [data-point] in focus: an arrow key moves it one step, up and down by influence, left and right by interest. It is
 * sent after a moment's rest or when the focus leaves. Escape puts the person back to where they stood before.
 * [data-map-says] tells where they are.
 */
const REST = 900;
const STEPS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
let held; // { point, origin, to, timer }

const within = (step) => Math.min(5, Math.max(1, step));

function say(point, to) {
  const [influence, interest] = to.split("-");
  document.querySelector("[data-map-says]").textContent =
    `${point.dataset.name}: influence ${influence}, interest ${interest}.`;
}

function show(point, to) {
  const cell = document.querySelector(`[data-map] [data-cell="${to}"]`);
  if (!cell) return;
  const { x, y, width, height } = cell.getBBox();
  point.setAttribute("transform", `translate(${x + width / 2} ${y + height / 2})`);
}

function send() {
  if (!held?.timer) return;
  clearTimeout(held.timer);
  held.timer = undefined;
  const { point, to } = held;
  if (to === point.dataset.at) delete point.dataset.jsMoving;
  document.dispatchEvent(new CustomEvent(to === point.dataset.at ? "map:stale" : "map:move", { detail: { point, to } }));
}

function go(point, to) {
  clearTimeout(held.timer);
  held.to = to;
  held.timer = setTimeout(send, REST);
  point.dataset.jsMoving = "";
  show(point, to);
  say(point, to);
}

document.addEventListener("keydown", (event) => {
  const point = event.target.closest?.("[data-map] [data-point]:not([data-waiting])");
  const step = STEPS[event.key];
  if (!point || event.ctrlKey || event.metaKey || event.altKey) return;
  if (held?.point !== point) held = { point, origin: point.dataset.at, to: point.dataset.at };
  if (step) {
    event.preventDefault();
    const [influence, interest] = held.to.split("-").map(Number);
    go(point, `${within(influence + step[0])}-${within(interest + step[1])}`);
  } else if (event.key === "Escape" && held.to !== held.origin) {
    go(point, held.origin);
    send();
  } else if (event.key === "Enter") {
    send();
  }
});

document.addEventListener("focusout", (event) => {
  if (held && event.target === held.point) { send(); held = undefined; }
});
