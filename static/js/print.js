/* button[data-print] prints the page; reset.css hides it where there are no scripts. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
