/*
 * form[data-sorting]   a note ([data-note]) that is dragged onto a column ([data-drop]: a group's number, "" for no
 * group, "new") is moved there; those that are chosen go along. Without a pointer, notes are chosen by their boxes and
 * moved by the bar. While something is dragged, messages of the stream leave the board as it is (data-editing).
 */
let dragged;

const column = (event) => event.target.closest?.("[data-drop]");

function over(target) {
  for (const each of document.querySelectorAll("[data-js-over]")) if (each !== target) delete each.dataset.jsOver;
  if (target) target.dataset.jsOver = "";
}

function end() {
  over();
  delete dragged?.closest("form")?.dataset.editing;
  dragged = undefined;
}

function count(form) {
  const chosen = form.querySelectorAll("[name=notes]:checked").length;
  form.querySelector("[data-chosen]").textContent = chosen ? `${chosen} chosen:` : "Choose notes, then:";
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-note]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.note);
  dragged.closest("form").dataset.editing = "";
});

document.addEventListener("dragover", (event) => {
  const target = dragged && column(event);
  over(target);
  if (target) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const target = dragged && column(event);
  if (!target) return;
  event.preventDefault();
  const form = dragged.closest("form"), to = target.dataset.drop;
  dragged.querySelector("[name=notes]").checked = true;
  if (to !== "new") form.elements.to.value = to;
  const act = form.querySelector(`button[value=${to === "new" ? "gather" : "move"}]`);
  end();
  form.requestSubmit(act);
});

document.addEventListener("dragend", end);
document.addEventListener("htmx:after:swap", () => {
  for (const form of document.querySelectorAll("[data-sorting]")) count(form);
});
document.addEventListener("change", ({ target }) => {
  if (target.name === "notes" && target.form?.matches("[data-sorting]")) count(target.form);
});
