// On wide screens the page stands beside what changes it. Without this file it is one tap away.

const preview = document.querySelector("[data-preview]");
const WIDE = matchMedia("(min-width: 75rem)");

// In a tree of its own, so that the studio's styles and the page's never meet.
const phone = preview?.querySelector(".phone").attachShadow({ mode: "open" });

function addStyle(root, href) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((done) => {
    sheet.onload = sheet.onerror = done;
    root.append(sheet);
  });
}

// Each sheet once, however often the page comes anew.
const worn = {};

// With its styles there: a page without them would be seen for a moment, and scroll away under a finger.
async function dress(html) {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  const { public: page, blocks, look } = preview.dataset;
  const own = [...content.querySelectorAll("link")];
  for (const sheet of own) sheet.remove();
  const sheets = [page, blocks, look, ...own.map((sheet) => sheet.getAttribute("href"))];
  worn.fonts ??= addStyle(document.head, look); // in a tree of its own there are none
  await Promise.all(sheets.map((href) => (worn[href] ??= addStyle(phone, href))));
  return content;
}

// Of what is typed there is no copy yet: it is sent along, and no answer takes the place of a newer one. Files wait for
// saving.
let asked = 0;
let shown = 0;

async function show(form) {
  if (!WIDE.matches) return;
  const turn = ++asked;
  const body = form && new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const options = { method: form ? "POST" : "GET", body, headers: { "X-In-Place": "1" } };
  const answer = await fetch(form ? form.dataset.typed : preview.dataset.preview, options).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = await dress(await answer.text());
  if (turn < shown) return;
  shown = turn;
  phone.querySelector("div").replaceChildren(page);
  preview.classList.add("dressed");
}

// Milliseconds without a key pressed.
const PAUSE = 400;
let pause;

if (preview) {
  phone.append(document.createElement("div"));
  show();
  WIDE.addEventListener("change", () => show());
  // What a script has saved, and what has arrived from TikTok, is on the page at once.
  const changes = new MutationObserver(() => show());
  for (const id of ["saving", "connection"]) {
    const place = document.getElementById(id);
    if (place) changes.observe(place, { childList: true });
  }
  document.addEventListener("input", ({ target }) => {
    const form = target.closest("form[data-typed]");
    clearTimeout(pause);
    if (form) pause = setTimeout(() => form.isConnected && show(form), PAUSE);
  });
  document.addEventListener("click", ({ target }) => target.closest("[data-close]") && show());
}
