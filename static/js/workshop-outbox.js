/*
 * form[data-outbox="note-7"]   what is written goes into this browser's outbox at once, so the field is free for the
 * next, and from there to the server, once per key. It stays in the outbox until the server has taken it: through a
 * lost connection, a reload, or the room going on meanwhile. What the server refuses stays, with its words.
 */
const KEY = "outbox";
const read = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");
const write = (items) => localStorage.setItem(KEY, JSON.stringify(items));
const outbox = Object.assign(document.createElement("div"), { className: "outbox stack-tight" });
document.getElementById("workshop-refused")?.after(outbox);

function drop(key) {
  write(read().filter((item) => item.key !== key));
  document.getElementById(`outbox-${key}`)?.remove();
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

function show({ key, action, text }) {
  const form = Object.assign(document.createElement("form"), { id: `outbox-${key}`, className: "note is-waiting", method: "post", action });
  form.dataset.resend = "";
  form.setAttribute("hx-post", action);
  form.setAttribute("hx-swap", "none");
  const words = Object.assign(document.createElement("p"), { className: "note-words", dir: "auto", textContent: text });
  const state = Object.assign(document.createElement("p"), { className: "note-author", textContent: "Kept here until it is sent" });
  form.append(words, state, hidden("text", text), hidden("key", key));
  outbox.append(form);
  window.htmx?.process(form);
  return form;
}

function back(form) {
  const field = document.querySelector("form[data-outbox] textarea");
  if (!field || field.value) return; // nothing that is being typed is written over
  field.value = form.elements.text.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  drop(form.id.slice(7));
}

function refuse(form) {
  form.querySelector(".note-author").textContent = "Not taken. Your words stay here.";
  if (form.querySelector("button")) return;
  const acts = { "Send it again": () => form.requestSubmit(), "Change it": () => back(form), "Throw it away": () => drop(form.id.slice(7)) };
  for (const [textContent, act] of Object.entries(acts)) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small", textContent });
    button.addEventListener("click", act);
    form.append(button);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.outbox || event.defaultPrevented) return;
  event.preventDefault();
  delete form.dataset.jsSent; // it is free for the next at once
  const text = form.elements.text.value.trim();
  if (!text) return;
  const item = { key: crypto.getRandomValues(new Uint8Array(16)).reduce((all, byte) => all + byte.toString(16).padStart(2, "0"), ""), action: form.action, text };
  write([...read(), item]);
  form.elements.text.value = "";
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements.text.focus();
  show(item).requestSubmit();
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.request.form;
  if (!form?.id.startsWith("outbox-")) return;
  if (ctx.response.status < 400) drop(form.id.slice(7));
  else refuse(form);
});

const here = location.pathname;
for (const item of read().filter(({ action }) => new URL(action).pathname.startsWith(here))) show(item).requestSubmit();
