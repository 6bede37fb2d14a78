/* form[data-inline-edit]: Escape follows its [data-cancel]; Ctrl-Enter, or ⌘-Enter, saves from any form's text area. */
document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (!form || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape" && form.matches("[data-inline-edit]")) {
    event.preventDefault();
    form.querySelector("[data-cancel]")?.click();
  }
});
