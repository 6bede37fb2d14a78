/*
 * What somebody is typing or has chosen is theirs: while a message of the stream is put on the page, fields that
 * have the focus or were changed, and what is marked [data-editing], are left as they are.
 */
const stream = document.querySelector("[data-live]");
let arriving = false;

function changed(field) {
  if (field === document.activeElement && "value" in field) return true;
  if (field instanceof HTMLSelectElement) {
    const chosen = [...field.options].some((option) => option.defaultSelected);
    return [...field.options].some((option, place) =>
      option.selected !== (chosen || field.multiple || field.size > 1 ? option.defaultSelected : place === 0));
  }
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.defaultValue !== undefined && field.type !== "hidden" && field.value !== field.defaultValue;
}

if (stream) {
  const isArriving = (yes) => ({ detail }) => { if (detail.ctx.sourceElement === stream) arriving = yes; };
  document.addEventListener("htmx:before:swap", isArriving(true));
  document.addEventListener("htmx:finally:swap", isArriving(false));
  htmx.registerExtension("live-drafts", {
    htmx_before_morph_node: (element) =>
      !arriving || !(element.matches?.("[data-editing]") || changed(element)),
  });
}
