/*
 * form[data-resend]: when nobody answers, what was sent waits in the page and goes out by itself once the connection
 * is back: at once when the browser notices, and otherwise every few seconds, each time a little later. Its data-once
 * key lets the server take it once, however often it arrives.
 */
const FIRST = 3_000, LONGEST = 60_000; // ms between two attempts
const waiting = new Map(); // form: its next pause and timer

function again(form) {
  clearTimeout(waiting.get(form)?.timer);
  if (form.isConnected) form.requestSubmit();
  else waiting.delete(form);
}

function wait(form) {
  const pause = waiting.get(form)?.pause ?? FIRST;
  clearTimeout(waiting.get(form)?.timer);
  waiting.set(form, { pause: Math.min(pause * 2, LONGEST), timer: setTimeout(again, pause, form) });
  form.dataset.jsWaiting = "";
}

function done(form) {
  clearTimeout(waiting.get(form)?.timer);
  waiting.delete(form);
  delete form.dataset.jsWaiting;
}

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && !ctx.response && ctx.request.form?.matches("[data-resend]")) wait(ctx.request.form);
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (waiting.has(ctx.request.form)) done(ctx.request.form);
});

addEventListener("online", () => [...waiting.keys()].forEach(again));
