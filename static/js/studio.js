// Makes the studio quicker. Every form on it works without this file.

const say = (text) => { document.getElementById("spoken").textContent = text };

// A form that was refused leads to what it asks for.
function lead() {
  const refusal = document.querySelector("main .errorlist");
  if (refusal) refusal.tabIndex = -1;
  (document.querySelector("main [aria-invalid]") ?? refusal)?.focus();
}

// What a page holds from its first moment on is not read out, whatever its role. Without the words of its buttons.
function tell() {
  const messages = [...document.querySelectorAll("main > .messages .message")];
  if (messages.length) say(messages.map((message) => (message.querySelector("span") ?? message).textContent).join(" "));
}

// The browser goes to the fragment of an address in its own time, and takes the focus along.
addEventListener("load", () => requestAnimationFrame(() => {
  lead();
  tell();
}));

for (const button of document.querySelectorAll("[data-closes]")) button.hidden = false;
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-closes]");
  if (!button) return;
  button.parentElement.remove();
  document.getElementById("main").focus();
});

// What was said before is about something else: its undoing would meet what is done now, and it lies on top of it.
// drafts.js and links.js say when.
document.addEventListener("hush", () => {
  document.querySelector("main > .messages")?.classList.add("past");
  const said = document.querySelector(".said");
  if (said) said.hidden = true;
});

// ---- without a connection a form would lead to the browser's own error page ----

const unsent = document.getElementById("unsent").content.firstElementChild;

function tellUnsent() {
  unsent.hidden = false;
  document.getElementById("main").append(unsent);
  say(unsent.querySelector(".message").textContent);
}

// What links.js asked for and got no answer to.
document.addEventListener("unsent", tellUnsent);
document.addEventListener("submit", (event) => {
  // What is typed is kept, and sent, by drafts.js.
  if (navigator.onLine || event.target.method !== "post" || event.target.matches("[data-draft]")) return;
  event.preventDefault();
  tellUnsent();
});

// ---- the address ----

// As profiles/forms/address.py spells it.
const spell = (typed) => typed.trim().replace(/^@/, "").toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "")
  .replace(/[^\p{L}\p{N}_.-]+/gu, "-").replace(/^-+|-+$/g, "");

for (const output of document.querySelectorAll("[data-follows]")) {
  const field = document.getElementById(output.dataset.follows);
  field.addEventListener("input", () => { output.textContent = spell(field.value) || "…" });
}

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const clock = document.getElementById("clock");
if (clock) {
  clock.elements.time_zone.value = timeZone;
  fetch(clock.action, { method: "POST", body: new FormData(clock) }).catch(() => {});
}

for (const button of document.querySelectorAll("[data-clock]")) {
  const zones = document.getElementById(button.dataset.clock);
  button.hidden = ![...zones.options].some((option) => option.value === timeZone);
  button.addEventListener("click", () => {
    zones.value = timeZone;
    say(zones.selectedOptions[0].text);
  });
}

// ---- waiting for TikTok: ask every two seconds, for two minutes at most ----

const connection = document.getElementById("connection");

async function wait(left) {
  if (!left || !connection.querySelector("[data-fetching]")) return;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const answer = await fetch(connection.dataset.status).catch(() => null);
  const news = document.createElement("div");
  news.innerHTML = answer?.ok && !answer.redirected ? await answer.text() : connection.innerHTML;
  // Said again only when it is news.
  if (news.innerHTML !== connection.innerHTML) connection.innerHTML = news.innerHTML;
  wait(left - 1);
}

if (connection) wait(60);
