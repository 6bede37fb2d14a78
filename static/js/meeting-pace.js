/*
 * [data-pace] says how a meeting stands to its agenda, as the server does, while time passes:
 * data-ends is when the part that is on should end, data-late how many seconds late it began.
 * [data-left] and [data-drift] inside hold the words. Keep them in step with teams/pace.py.
 */
const NOTICED = 2; // minutes behind or ahead that are worth a word
const EVERY = 5000; // ms

function minutes(seconds) {
  return Math.trunc(seconds / 60);
}

function left(over) {
  const whole = minutes(-over);
  return whole < 0 ? `${-whole} min over` : `${whole} min left`;
}

function drift(seconds) {
  const whole = minutes(seconds);
  if (Math.abs(whole) < NOTICED) return "On time";
  return `${Math.abs(whole)} minutes ${whole > 0 ? "behind" : "ahead"}`;
}

function write(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

function tick() {
  for (const pace of document.querySelectorAll("[data-pace]")) {
    const over = (Date.now() - Date.parse(pace.dataset.ends)) / 1000;
    write(pace.querySelector("[data-left]"), left(over));
    write(pace.querySelector("[data-drift]"), drift(Number(pace.dataset.late) + Math.max(over, 0)));
  }
}

setInterval(tick, EVERY);
