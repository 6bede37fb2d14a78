/*
 * a[data-dialog-open]        loads its page's fragment into the one dialog; without script it is a link
 * button[data-dialog-show]   opens the dialog with that id
 * button[data-dialog-close], a[data-cancel] inside, a click beside it, or HX-Trigger: dialog:close   closes it
 * A form saved in the dialog may lead to a fresh copy of the page: there the focus goes back to the same link.
 */
const OPENER = "dialog:opener";
const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");
let opener = "";

async function load(link) {
  if (body.querySelector("[data-js-waiting]")) return dialog.showModal(); // it has not been sent yet
  opener = link.getAttribute("href");
  body.replaceChildren();
  dialog.querySelector("[data-messages]").replaceChildren();
  link.toggleAttribute("data-js-busy", true);
  await htmx
    .ajax("GET", link.href, { target: "#dialog-body", swap: "innerHTML" })
    .finally(() => link.toggleAttribute("data-js-busy", false));
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

addEventListener("pagehide", () => {
  if (dialog.open) sessionStorage.setItem(OPENER, JSON.stringify([location.pathname, opener]));
});

const [path, href] = JSON.parse(sessionStorage.getItem(OPENER) ?? "[]");
sessionStorage.removeItem(OPENER);
if (path === location.pathname) document.querySelector(`a[data-dialog-open][href="${CSS.escape(href)}"]`)?.focus();
