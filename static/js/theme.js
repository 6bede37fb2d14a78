/* The choice of colours is a cookie: the server writes it on <html>, so that no page flashes. */
const choice = document.querySelector("[data-theme-choice]");
const root = document.documentElement;

function show() {
  for (const button of choice.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme ?? "")));
  }
}

function choose(theme) {
  const age = theme ? 31_536_000 : 0;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  show();
}

if (choice) {
  choice.hidden = false;
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) choose(button.value);
  });
  show();
}
