/* button[data-copy="id"] copies what stands in that field, and says so with data-copied; hidden until this module shows it. */
const WHILE = 2000;

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector("span");
  const before = words.textContent;
  field.select();
  await navigator.clipboard.writeText(field.value);
  words.textContent = button.dataset.copied;
  setTimeout(() => {
    words.textContent = before;
  }, WHILE);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copy(button));
}
