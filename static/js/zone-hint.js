/* [data-zone-hint="id of a list of time zones"]: where this device is in another one, offers to take that. */
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const hint of document.querySelectorAll("[data-zone-hint]")) {
  const list = document.getElementById(hint.dataset.zoneHint);
  const known = [...(list?.options ?? [])].some((option) => option.value === here);
  if (!known || list.value === here) continue;
  hint.querySelector("[data-zone]").textContent = here.replaceAll("_", " ");
  hint.hidden = false;
  hint.querySelector("button").addEventListener("click", () => {
    list.value = here;
    hint.hidden = true;
    list.focus();
  });
}
