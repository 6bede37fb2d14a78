/*
 * form[data-keep="name"]: what is typed stays in this tab until the server has taken it, and comes back
 * after a reload or a lost connection. Passwords, files and the CSRF token are never kept; form[data-forget],
 * which signs out, forgets everything.
 */
const place = (form) => `keep:${form.dataset.keep}`;
const kept = (form) => [...form.elements].filter((field) =>
  field.name && field.name !== "csrfmiddlewaretoken" && !["password", "file", "submit"].includes(field.type)
  && (field.type !== "hidden" || "once" in field.dataset));

function save(form) {
  const words = kept(form).map((field) => [field.name, field.value, field.checked ?? null]);
  sessionStorage.setItem(place(form), JSON.stringify({ words }));
}

function restore(form) {
  const stored = JSON.parse(sessionStorage.getItem(place(form)) ?? "null");
  if (!stored || form.dataset.jsKept) return;
  form.dataset.jsKept = "yes";
  if (stored.sent && arrivedFresh() && !form.querySelector("[aria-invalid]")) {
    return sessionStorage.removeItem(place(form));
  }
  for (const [name, value, checked] of stored.words) {
    for (const field of kept(form).filter((each) => each.name === name)) {
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.value === value) field.checked = checked;
      } else if (untouched(field)) field.value = value;
    }
  }
}

function untouched(field) {
  return field.type === "hidden" || field.defaultValue === undefined || field.value === field.defaultValue;
}

function arrivedFresh() {
  return performance.getEntriesByType("navigation")[0]?.type === "navigate";
}

function restoreIn(root) {
  if (root.matches?.("form[data-keep]")) restore(root);
  root.querySelectorAll("form[data-keep]").forEach(restore);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep) save(form);
});

document.addEventListener("submit", ({ target: form, defaultPrevented: byScript }) => {
  if ("forget" in form.dataset) return sessionStorage.clear();
  const stored = form.dataset.keep && !byScript && sessionStorage.getItem(place(form));
  if (stored) sessionStorage.setItem(place(form), JSON.stringify({ ...JSON.parse(stored), sent: true }));
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.request.form;
  if (!form?.dataset.keep || ctx.response.status >= 400) return;
  sessionStorage.removeItem(place(form));
  if (/morph/i.test(form.getAttribute("hx-swap"))) form.reset(); // a morph leaves typed words where they are
});

document.addEventListener("htmx:after:process", (event) => restoreIn(event.target));
restoreIn(document);
