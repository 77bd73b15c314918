// On wide screens the page stands beside what changes it. Without this file it is one tap away.

const preview = document.querySelector("[data-preview]");
const WIDE = matchMedia("(min-width: 75rem)");

// In a tree of its own, so that the studio's styles and the page's never meet.
const phone = preview?.querySelector(".phone").attachShadow({ mode: "open" });

function addStyle(root, href) {
  root.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function open() {
  const { public: page, blocks, look } = preview.dataset;
  preview.hidden = false;
  addStyle(document.head, look); // for its fonts: in a tree of its own there are none
  for (const href of [page, blocks, look]) addStyle(phone, href);
  phone.append(document.createElement("div"));
}

// Of what is typed there is no copy yet: it is sent along, and only the newest answer is shown. Files wait for saving.
let asked = 0;

async function show(form) {
  if (!WIDE.matches) return;
  const turn = ++asked;
  const body = form && new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const options = { method: form ? "POST" : "GET", body, headers: { "X-In-Place": "1" } };
  const answer = await fetch(form ? form.dataset.typed : preview.dataset.preview, options).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = await answer.text();
  if (turn !== asked) return;
  if (preview.hidden) open();
  phone.querySelector("div").innerHTML = page;
}

// Milliseconds without a key pressed.
const PAUSE = 400;
let pause;

if (preview) {
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
