/*
 * A form is sent once: input[data-once] carries a key that the server remembers, and a second submit
 * while the first is under way is dropped. A form that comes back from the server gets a new key.
 */
const PATIENCE = 10_000; // ms, after which a form may be sent again even if nobody answered

function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fill(root) {
  for (const input of root.querySelectorAll("input[data-once]")) input.value ||= key();
}

function release(form) {
  delete form.dataset.jsSent;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
  if (form.dataset.jsSent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.jsSent = "yes";
  setTimeout(release, PATIENCE, form);
}, { capture: true });

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = ctx.request.form;
  if (!form) return;
  release(form);
  if (!ctx.response || ctx.response.status >= 400) return; // the same words again carry the same key
  for (const input of form.querySelectorAll("input[data-once]")) input.value = key();
});

document.addEventListener("htmx:after:process", (event) => fill(event.target));
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
fill(document);
