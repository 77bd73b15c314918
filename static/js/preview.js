// On wide screens the page stands beside what changes it. Without this file it is one tap away.

const preview = document.querySelector("[data-preview]");
const WIDE = matchMedia("(min-width: 75rem)");

// In a tree of its own, so that the studio's styles and the page's never meet.
const phone = preview?.querySelector(".phone").attachShadow({ mode: "open" });

function addStyle(root, href) {
  root.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function open() {
  const { common, look } = preview.dataset;
  preview.hidden = false;
  addStyle(document.head, look); // for its fonts: in a tree of its own there are none
  addStyle(phone, common);
  addStyle(phone, look);
  phone.append(document.createElement("div"));
}

async function show() {
  if (!WIDE.matches) return;
  const answer = await fetch(preview.dataset.preview, { headers: { "X-In-Place": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  if (preview.hidden) open();
  phone.querySelector("div").innerHTML = await answer.text();
}

if (preview) {
  show();
  WIDE.addEventListener("change", show);
  // What a script has saved, and what has arrived from TikTok, is on the page at once.
  const changes = new MutationObserver(show);
  for (const id of ["saving", "connection"]) {
    const place = document.getElementById(id);
    if (place) changes.observe(place, { childList: true });
  }
}
