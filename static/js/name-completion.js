/*
 * form[data-names="url"]  its inputs [data-completes] offer names that the address answers with to `?q=`: a combobox with a
 * list, by keys and by thumb. The hidden [data-completed] beside an input says who was picked; typing on takes that back.
 */
const WAIT = 180; // ms after a key, so that a word is asked for once
let number = 0;

function offer(input, address) {
  const picked = input.parentElement.querySelector("[data-completed]");
  const list = Object.assign(document.createElement("ul"), { id: `names-${++number}`, className: "completions", role: "listbox", hidden: true });
  list.setAttribute("aria-label", "Names");
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
  let timer, asked = 0, active = -1;

  function show(names) {
    list.replaceChildren(...names.map(({ who, name, function: work }, place) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, role: "option", textContent: name });
      if (work) option.append(Object.assign(document.createElement("small"), { textContent: work }));
      Object.assign(option.dataset, { who, name });
      return option;
    }));
    list.hidden = !names.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function mark(place) {
    active = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[place].id);
  }

  function pick(option) {
    asked += 1;
    input.value = option.dataset.name;
    picked.value = option.dataset.who;
    show([]);
  }

  async function ask() {
    const turn = ++asked;
    const answer = await fetch(`${address}?q=${encodeURIComponent(input.value)}`).catch(() => null);
    if (answer?.ok && turn === asked && document.activeElement === input) show((await answer.json()).names);
  }

  input.addEventListener("input", () => {
    picked.value = "";
    asked += 1;
    clearTimeout(timer);
    if (input.value.trim().length < 2) show([]);
    else timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && count) show([]);
    else if (step && count) mark(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    else if (event.key === "Enter" && active >= 0) pick(list.children[active]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => show([]));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps its focus
  list.addEventListener("click", ({ target }) => pick(target.closest("[role=option]")));
}

for (const form of document.querySelectorAll("form[data-names]")) {
  for (const input of form.querySelectorAll("[data-completes]")) offer(input, form.dataset.names);
}
