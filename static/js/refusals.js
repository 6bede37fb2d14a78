/*
 * An answer that must not be swapped into a fragment (htmx-config: noSwap), or none at all, becomes a message.
 * A form with errors (422) and a conflict (409) are swapped as usual.
 */
const words = document.getElementById("words");
const flash = document.getElementById("flash");

function say(text) {
  const notice = document.createElement("div");
  notice.className = "notice is-bad";
  const icon = document.createElement("strong");
  icon.textContent = "!";
  const sentence = document.createElement("span");
  sentence.textContent = text;
  const close = document.createElement("button");
  close.className = "button icon";
  close.type = "button";
  close.dataset.dismiss = "";
  close.ariaLabel = words.dataset.close;
  close.textContent = "×";
  notice.append(icon, sentence, close);
  (document.querySelector("dialog[open] [data-messages]") ?? flash).replaceChildren(notice);
}

function withheld(status) {
  return htmx.config.noSwap.some((rule) => `${rule}` === `${status}` || rule === `${`${status}`[0]}xx`);
}

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const status = ctx.response.status;
  if (!withheld(status)) return;
  ctx.text = ""; // or the error page's title would become this page's
  say(words.dataset[status] ?? words.dataset[status >= 500 ? "500" : "400"]);
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  const form = ctx?.request?.form;
  if (!ctx || ctx.response || form?.matches("[data-js-waiting]")) return; // said once, while resend.js goes on trying
  say(form?.matches("[data-resend]") ? words.dataset.waiting : words.dataset.offline);
});
