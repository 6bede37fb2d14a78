/*
 * data-key="l" or data-key="g h" on a link or button says which keys press it; ? lists them.
 * Single keys can be switched off in that list (WCAG 2.1.4).
 */
const OFF = "keys:off";
const SEQUENCE = 1200; // ms to type the second key in
const choice = document.querySelector("[data-keys-choice]");
let first = "";
let typed = 0;

function typing(element) {
  return element.closest("input, textarea, select, [contenteditable]") !== null;
}

function press(keys) {
  const target = document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
  target?.click();
  return target !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.length !== 1) return;
  if (typing(event.target) || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return;
  const pair = event.timeStamp - typed < SEQUENCE ? `${first} ${event.key}` : "";
  first = event.key;
  typed = event.timeStamp;
  if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (!(pair && press(pair)) && !press(event.key)) return;
  event.preventDefault();
});

if (choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
}
