// Copying and sharing with one tap, on public pages and where the studio shows the page's address. Both work without this file.

const spoken = document.getElementById("spoken") ?? document.createElement("p");
spoken.className = "words";
spoken.setAttribute("role", "status");
if (!spoken.isConnected) document.body.append(spoken);

// Milliseconds: until then a button says what it has done, and after them again what it does.
const READ = 4000;
// The same words are read out anew where there were none for a moment.
const SILENCE = 100;

function say(place, words) {
  place.dataset.does ??= place.textContent;
  place.textContent = words;
  spoken.textContent = "";
  clearTimeout(place.turn);
  clearTimeout(spoken.turn);
  setTimeout(() => { spoken.textContent = words }, SILENCE);
  place.turn = setTimeout(() => { place.textContent = place.dataset.does }, READ);
  spoken.turn = setTimeout(() => { spoken.textContent = "" }, READ);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers inside of apps often know only the old way: a selected field.
    const field = document.createElement("textarea");
    const before = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    before.focus();
    if (!isCopied) throw new Error("Not copied");
  }
}

// data-copies: the id of what is copied; data-done: what the button says then. Where copying is forbidden it is selected,
// and a field always is.
for (const button of document.querySelectorAll("[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  button.classList.remove("needs-script");
  const select = () => source.select ? source.select() : getSelection().selectAllChildren(source);
  button.addEventListener("click", () => {
    source.select?.();
    copy(source.value ?? source.textContent.trim()).then(() => say(button, button.dataset.done), select);
  });
}

// data-shares: the address; without a way to share or copy it, the link leads where it can be read.
for (const link of document.querySelectorAll("[data-shares]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const url = link.dataset.shares;
    const leave = (error) => { if (error.name !== "AbortError") location.assign(link.href) };
    if (navigator.share) navigator.share({ title: document.title, url }).catch(leave);
    else copy(url).then(() => say(link, link.dataset.done), leave);
  });
}
