/*
 * [data-timer data-ends="milliseconds since 1970"]   counts down alike on every screen, whatever its own clock says:
 * the server's clock is asked when the page opens, and again after it slept. data-left: seconds on a paused timer.
 */
const AGAIN = 300_000;
let ahead = 0, askedAt = 0; // by how many milliseconds this clock is ahead of the server's

async function ask() {
  askedAt = Date.now();
  const sent = performance.now();
  try {
    const { now } = await (await fetch("/clock/", { cache: "no-store" })).json();
    ahead = Date.now() - (now + (performance.now() - sent) / 2);
  } catch { askedAt = 0; }
}

function words(seconds) {
  const whole = Math.abs(seconds), minutes = Math.floor(whole / 60);
  return `${seconds < 0 ? "+" : ""}${minutes}:${String(whole % 60).padStart(2, "0")}`;
}

function tick() {
  if (Date.now() - askedAt > AGAIN) ask();
  for (const timer of document.querySelectorAll("[data-timer]")) {
    const ends = Number(timer.dataset.ends);
    const seconds = ends ? Math.round((ends - (Date.now() - ahead)) / 1000) : Number(timer.dataset.left);
    const text = words(seconds);
    if (timer.textContent !== text) timer.textContent = text;
    timer.classList.toggle("is-paused", !ends);
    timer.classList.toggle("is-over", Boolean(ends) && seconds < 0);
  }
}

await ask();
tick();
setInterval(tick, 250);
