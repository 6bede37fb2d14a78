/*
 * a[data-dialog-open]        loads its page's fragment into the one dialog; without script it is a link
 * button[data-dialog-show]   opens the dialog with that id
 * button[data-dialog-close], a[data-cancel] inside, a click beside it, or HX-Trigger: dialog:close   closes it
 */
const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");

async function load(link) {
  body.replaceChildren();
  dialog.querySelector("[data-messages]").replaceChildren();
  await htmx.ajax("GET", link.href, { target: "#dialog-body", swap: "innerHTML" });
  if (!body.firstElementChild) return;
  const title = body.querySelector("h2");
  if (title) dialog.setAttribute("aria-label", title.textContent.trim());
  if (!dialog.open) dialog.showModal();
  (body.querySelector("[autofocus]") ?? body.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement) return event.target.close();
  const target = event.target.closest("a, button");
  if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.matches("a[data-dialog-open]") && window.htmx) {
    event.preventDefault();
    load(target);
  } else if (target.dataset.dialogShow) {
    document.getElementById(target.dataset.dialogShow)?.showModal();
  } else if (target.matches("[data-dialog-close], dialog [data-cancel]")) {
    event.preventDefault();
    target.closest("dialog").close();
  }
});

document.addEventListener("dialog:close", () => dialog.close());
