/*
 * form[data-overtaken]      somebody writes here on top of the version in its field "based_on"
 * [data-newest="3"]         a part of the stream: version 3 as another has saved it; shown once it is the newer one
 * [data-overtaken-says]     says so, politely; what is being typed stays as it is
 */
const form = document.querySelector("form[data-overtaken]");
const news = document.querySelector("[data-overtaken-says]");

function compare() {
  const newest = document.querySelector("[data-newest]");
  if (!newest) return;
  const version = newest.dataset.newest;
  const overtaken = Number(version) > Number(form.elements.based_on.value);
  if (newest.hidden === overtaken) newest.hidden = !overtaken;
  if (!overtaken || news.dataset.jsVersion === version) return;
  news.dataset.jsVersion = version;
  news.querySelector("[data-words]").textContent = newest.querySelector("[data-newest-words]").textContent;
  news.classList.add("is-shown");
}

if (form && news) {
  new MutationObserver(compare).observe(document.body, { subtree: true, childList: true, attributeFilter: ["hidden", "data-newest"] });
  compare();
}
