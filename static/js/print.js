/* button[data-print] prints the page; hidden until this module, which it needs, shows it. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
