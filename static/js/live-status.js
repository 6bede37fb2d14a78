/*
 * [data-live-status]: shows and says how the page's stream stands. Its value is the state, its words for each
 * state are its own data- attributes. A second of reconnecting is not worth a word.
 */
const PATIENCE = 1500;
const dot = document.querySelector("[data-live-status]");
let stands, coming, timer;

function show() {
  dot.dataset.liveStatus = coming;
  dot.textContent = dot.dataset[coming];
}

function judge() {
  const state = navigator.onLine || stands === "refused" ? stands : "offline";
  if (!state || state === coming) return;
  clearTimeout(timer);
  coming = state;
  timer = setTimeout(show, state === "reconnecting" ? PATIENCE : 0);
}

if (dot) {
  document.addEventListener("live:state", ({ detail }) => { stands = detail; judge(); });
  addEventListener("offline", judge);
  addEventListener("online", judge);
}
