// Makes the studio quicker. Every form on it works without this file.

const say = (text) => { document.getElementById("spoken").textContent = text };
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// ---- the address ----

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
    say(button.dataset.done);
  });
}

for (const output of document.querySelectorAll("[data-follows]")) {
  const field = document.getElementById(output.dataset.follows);
  field.addEventListener("input", () => { output.textContent = field.value.trim().toLowerCase() || "…" });
}

// ---- waiting for TikTok: ask every two seconds, for two minutes at most ----

const connection = document.getElementById("connection");

async function wait(left) {
  if (!left || !connection.querySelector("[data-fetching]")) return;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const answer = await fetch(connection.dataset.status).catch(() => null);
  if (answer?.ok && !answer.redirected) connection.innerHTML = await answer.text();
  wait(left - 1);
}

if (connection) wait(60);

// ---- the order of links: drag by the handle, or arrow keys on it ----

const list = document.getElementById("order");
const rows = () => [...list.children];
const order = () => rows().map((row) => row.dataset.id);

async function save(before) {
  if (order().join() === before.join()) return;
  const saving = document.getElementById("saving");
  const body = new URLSearchParams(order().map((id) => ["id", id]));
  body.append("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]").value);
  saving.textContent = list.dataset.saving;
  const answer = await fetch(list.dataset.order, { method: "POST", body }).catch(() => null);
  const text = answer?.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : list.dataset.failed;
  saving.textContent = text;
  if (answer?.ok && !answer.redirected) return;
  say(text);
  for (const id of before) list.append(rows().find((row) => row.dataset.id === id));
}

function place(row, index) {
  const others = rows().filter((other) => other !== row);
  list.insertBefore(row, others[index] ?? null);
}

function tell(row) {
  const values = { title: row.dataset.title, place: rows().indexOf(row) + 1, count: rows().length };
  say(fill(list.dataset.moved, values));
}

function press(event, row, handle) {
  const here = rows().indexOf(row);
  const there = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: rows().length - 1 }[event.key];
  if (there === undefined) return;
  event.preventDefault();
  if (there < 0 || there >= rows().length) return;
  const before = order();
  place(row, there);
  handle.focus();
  tell(row);
  save(before);
}

function drag(event, row, handle) {
  if (event.button !== 0) return;
  const before = order();
  const following = new AbortController();
  const { signal } = following;
  handle.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
  const follow = ({ clientY }) => {
    const margin = 60;
    if (clientY < margin) scrollBy(0, -8);
    if (clientY > innerHeight - margin) scrollBy(0, 8);
    const others = rows().filter((other) => other !== row);
    const next = others.findIndex((other) => {
      const { top, height } = other.getBoundingClientRect();
      return clientY < top + height / 2;
    });
    const index = next < 0 ? others.length : next;
    if (index !== rows().indexOf(row)) place(row, index);
  };
  const stop = () => {
    following.abort();
    row.classList.remove("dragged");
  };
  handle.addEventListener("pointermove", follow, { signal });
  handle.addEventListener("pointerup", () => { stop(); tell(row); save(before) }, { signal });
  handle.addEventListener("pointercancel", () => {
    stop();
    for (const id of before) list.append(rows().find((other) => other.dataset.id === id));
  }, { signal });
}

for (const row of list ? rows() : []) {
  const handle = row.querySelector(".handle");
  handle.hidden = false;
  handle.addEventListener("keydown", (event) => press(event, row, handle));
  handle.addEventListener("pointerdown", (event) => drag(event, row, handle));
}

// ---- editing in place: the form of the link's own page ----

list?.addEventListener("click", async (event) => {
  const row = event.target.closest(".link");
  const close = event.target.closest("[data-close]");
  const edit = event.target.closest("[data-edit]");
  if (close) {
    event.preventDefault();
    close.closest("form").remove();
    row.querySelector("[data-edit]").focus();
  } else if (edit && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const open = row.querySelector(".edit");
    const answer = open ? null : await fetch(edit.href, { headers: { "X-In-Place": "1" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) row.insertAdjacentHTML("beforeend", await answer.text());
    else if (!open) location.assign(edit.href);
    row.querySelector(".edit input:not([type=hidden])")?.focus();
  }
});
