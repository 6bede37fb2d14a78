/*
 * form[data-keep="name"]: what is typed stays in this tab until the server has taken it, and comes back
 * after a reload or a lost connection. Passwords, files and the CSRF token are never kept.
 */
const SENT = "sent";
const place = (form) => `keep:${form.dataset.keep}`;
const kept = (form) => [...form.elements].filter((field) =>
  field.name && field.name !== "csrfmiddlewaretoken" && !["password", "file", "submit"].includes(field.type)
  && (field.type !== "hidden" || "once" in field.dataset));

function save(form) {
  const words = kept(form).map((field) =>
    [field.name, field.value, field.checked === undefined ? null : field.checked]);
  sessionStorage.setItem(place(form), JSON.stringify({ words }));
}

function restore(form) {
  const stored = JSON.parse(sessionStorage.getItem(place(form)) ?? "null");
  if (!stored || form.dataset.jsKept) return;
  form.dataset.jsKept = "yes";
  if (stored[SENT] && arrivedFresh() && !form.querySelector("[aria-invalid]")) {
    sessionStorage.removeItem(place(form));
    return;
  }
  for (const [name, value, checked] of stored.words) {
    for (const field of kept(form).filter((each) => each.name === name)) {
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.value === value) field.checked = checked;
      } else if (field.value === field.defaultValue || field.type === "hidden") field.value = value;
    }
  }
}

function arrivedFresh() {
  return performance.getEntriesByType("navigation")[0]?.type === "navigate";
}

const all = (root) => root.querySelectorAll("form[data-keep]");

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep) save(form);
});

document.addEventListener("submit", ({ target: form }) => {
  const stored = form.dataset.keep && sessionStorage.getItem(place(form));
  if (stored) sessionStorage.setItem(place(form), JSON.stringify({ ...JSON.parse(stored), [SENT]: true }));
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.request.form;
  if (form?.dataset.keep && ctx.response.status < 400) sessionStorage.removeItem(place(form));
});

document.addEventListener("htmx:after:process", (event) => all(event.target).forEach(restore));
all(document).forEach(restore);
