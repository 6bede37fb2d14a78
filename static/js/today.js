/* [data-today] in a frame that scrolls sideways: the page opens with it in the middle. */
for (const today of document.querySelectorAll("[data-today]")) {
  const frame = today.closest("[role=region]");
  const from = today.getBoundingClientRect().left - frame.getBoundingClientRect().left;
  frame.scrollLeft += from - frame.clientWidth / 2;
}
