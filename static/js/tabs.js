/* nav.tabs that scroll sideways, as on a phone: the page opens with its own tab in sight. */
for (const here of document.querySelectorAll('.tabs [aria-current="page"]')) {
  const tabs = here.closest(".tabs");
  const from = here.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
  tabs.scrollLeft += from - (tabs.clientWidth - here.offsetWidth) / 2;
}
