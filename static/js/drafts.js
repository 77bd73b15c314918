// What is typed and not saved yet is kept in this browser, and sent without leaving the page: nothing typed is ever lost.

// Storage may be full or forbidden, as in some browsers inside of apps: forms are sent all the same.
const attempt = (act) => { try { return act() } catch { return null } };
const store = {
  get: (key) => attempt(() => localStorage.getItem(key)),
  set: (key, value) => attempt(() => localStorage.setItem(key, value)),
  drop: (key) => attempt(() => localStorage.removeItem(key)),
};

// Another page's creator may use this browser next.
const place = (form) => `draft:${form.dataset.draft}:${form.getAttribute("action")}`;
const isKept = ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken";
const typed = (form) => JSON.stringify([...new FormData(form)].filter(isKept));

// What the forms held when they came.
const arrived = new WeakMap();

function keep(form) {
  if (typed(form) === arrived.get(form)) store.drop(place(form));
  else store.set(place(form), typed(form));
}

function bringBack(form) {
  arrived.set(form, typed(form));
  const kept = store.get(place(form));
  // A form that came back with errors holds what was typed already.
  if (!kept || kept === typed(form) || form.querySelector(".errorlist")) return;
  const words = JSON.parse(kept);
  for (const field of form.elements) {
    const found = words.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
    else if (found.length) field.value = found[0];
  }
  for (const folded of form.querySelectorAll("details")) folded.open = true;
  const output = form.querySelector("output");
  output.textContent = output.dataset.typed;
  form.querySelector("[type=reset]").hidden = false;
}

async function send(form) {
  const output = form.querySelector("output");
  document.dispatchEvent(new Event("hush"));
  keep(form);
  output.textContent = output.dataset.saving;
  const headers = { "X-In-Place": "1" };
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers }).catch(() => null);
  const text = answer && !answer.redirected && answer.status < 500 ? await answer.text() : "";
  const again = new DOMParser().parseFromString(text, "text/html").querySelector(`form[action="${form.getAttribute("action")}"]`);
  const row = form.closest("#order .link");
  if (answer?.status === 201) leave(form, answer.headers.get("Location"));
  else if (again?.matches("[data-draft]")) show(form, again);
  else if (text && answer.ok && row) {
    store.drop(place(form));
    row.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: text }));
  } else if (text && answer.ok) leave(form, form.querySelector("[data-close]").href);
  else {
    const login = form.querySelector("[data-login]");
    output.textContent = output.dataset[why(answer)];
    login.hidden = why(answer) !== "ended";
    (login.hidden ? output : login).scrollIntoView({ block: "nearest" });
    form.ariaBusy = null;
  }
}

// Only the login page stands in the way of a form. 401: the session ended while the form was saved.
function why(answer) {
  if (!navigator.onLine) return "offline";
  return answer?.redirected || answer?.status === 401 ? "ended" : answer?.status === 404 ? "gone" : "failed";
}

function show(form, again) {
  handOver(form, again);
  form.replaceWith(again);
  const refusal = again.querySelector(".errorlist");
  if (refusal) refusal.tabIndex = -1;
  (again.querySelector(".errorlist ~ input:not([hidden]), [aria-invalid]") ?? refusal)?.focus();
}

// No form that a server sends can hold a file: one that was chosen and not refused stays chosen.
function handOver(form, again) {
  for (const chosen of form.querySelectorAll("[type=file]")) {
    const field = again.elements[chosen.name];
    if (field && !field.ariaInvalid) field.files = chosen.files;
  }
}

// The same page may lie there, only further down: rows.js brings the row into sight.
function leave(form, url) {
  store.drop(place(form));
  const arrival = { path: new URL(url, location).pathname, top: innerHeight / 3 };
  document.dispatchEvent(new CustomEvent("leave", { detail: arrival }));
  history.replaceState(null, "", url);
  location.reload();
}

document.addEventListener("input", ({ target }) => target.form?.matches("[data-draft]") && keep(target.form));
document.addEventListener("reset", ({ target }) => {
  if (!target.matches("[data-draft]")) return;
  store.drop(place(target));
  target.querySelector("output").textContent = "";
  target.querySelector("[type=reset]").hidden = true;
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-draft]")) return;
  event.preventDefault();
  // A second tap while the first is under way means the same.
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  send(form);
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close]")) store.drop(place(target.closest("form")));
});
document.addEventListener("opened", ({ target }) => bringBack(target.querySelector("form[data-draft]")));
document.querySelectorAll("form[data-draft]").forEach(bringBack);
