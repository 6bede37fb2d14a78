/*
 * [data-live-status]: shows and says how the page's stream stands. Its value is the state, its words for each
 * state are its own data- attributes. A second of reconnecting is not worth a word.
 */
const PATIENCE = 1500;
const dot = document.querySelector("[data-live-status]");
let timer;

function show(state) {
  dot.dataset.liveStatus = state;
  dot.textContent = dot.dataset[state];
}

function soon(state) {
  clearTimeout(timer);
  if (state === dot.dataset.liveStatus) return;
  timer = setTimeout(show, state === "reconnecting" ? PATIENCE : 0, state);
}

if (dot) {
  document.addEventListener("live:state", ({ detail }) =>
    soon(detail === "reconnecting" && !navigator.onLine ? "offline" : detail));
  addEventListener("offline", () => soon("offline"));
  addEventListener("online", () => soon("reconnecting"));
}
