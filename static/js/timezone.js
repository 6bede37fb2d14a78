/* [data-time-zone]: a hidden input, or a list without a choice yet, learns the zone this device is in. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function fill(root) {
  for (const field of root.querySelectorAll("[data-time-zone]")) field.value ||= zone;
}

document.addEventListener("htmx:after:process", (event) => fill(event.target));
fill(document);
