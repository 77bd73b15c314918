// The list of a creator's links: moved and edited in place. Everything on it works without this file.

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// ---- the order of links: drag by the handle, or arrow keys on it ----

// Pixels: a drag this near to the edge of the window scrolls it by so much.
const EDGE = 60;
const STEP = 8;

const list = document.getElementById("order");
const rows = () => [...list.children];
const order = () => rows().map((row) => row.dataset.id);

let saved = list && order();
let queue = Promise.resolve();

// ---- what is said of it ----

const said = document.querySelector(".said");
const [undo, close] = said?.querySelectorAll("button") ?? [];
const login = said?.querySelector("a");
let before;

// To the eyes, with a way on where there is one, and to the ears.
function tell(words, way) {
  for (const other of [undo, login]) other.hidden = other !== way;
  document.getElementById("saving").textContent = document.getElementById("spoken").textContent = words;
  said.hidden = false;
}

const hush = () => document.dispatchEvent(new Event("hush"));

undo?.addEventListener("click", () => {
  putBack(before);
  save();
});
close?.addEventListener("click", () => {
  said.hidden = true;
  document.getElementById("main").focus();
});

function putBack(ids) {
  const held = document.activeElement;
  for (const id of ids) list.append(rows().find((row) => row.dataset.id === id));
  held.focus({ preventScroll: true });
}

// One at a time, and always the newest order: what is passed on the way need not be saved.
const save = (row) => { queue = queue.then(() => send(row)) };

async function send(row) {
  const wanted = order();
  if (wanted.join() === saved.join()) return;
  const body = new URLSearchParams([...wanted.map((id) => ["id", id]), ...saved.map((id) => ["seen", id])]);
  body.append("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]").value);
  document.getElementById("saving").textContent = list.dataset.saving;
  const answer = await fetch(list.dataset.order, { method: "POST", body }).catch(() => null);
  const isAnswer = answer?.headers.get("Content-Type")?.startsWith("text/plain");
  const words = isAnswer && await answer.text();
  if (isAnswer && answer.ok) {
    [before, saved] = [saved, wanted];
    tell(row ? describe(row) : list.dataset.saved, undo);
  } else {
    putBack(saved);
    // Only the login page stands in the way. 401: the session ended while the order was saved.
    const isEnded = answer?.redirected || answer?.status === 401;
    if (isEnded) login.href = answer.redirected ? answer.url : location.href;
    const why = isEnded ? "ended" : answer ? "failed" : "offline";
    tell(words || list.dataset[why], isEnded && login);
  }
}

// The pinned stay on top, among themselves.
function within(row, index) {
  const pinned = rows().filter(({ dataset }) => "pinned" in dataset).length;
  return "pinned" in row.dataset ? Math.min(index, pinned - 1) : Math.max(index, pinned);
}

// The others step around the row: one that left the document would lose the pointer and the focus.
function place(row, wanted) {
  const index = within(row, wanted);
  while (rows().indexOf(row) < index) row.before(row.nextElementSibling);
  while (rows().indexOf(row) > index) row.after(row.previousElementSibling);
}

// Icons stand in a row of their own on the page.
const fellows = (row) => rows().filter((other) => "icon" in other.dataset === "icon" in row.dataset);

function describe(row) {
  const among = fellows(row).map(({ dataset }) => dataset.id);
  const places = saved.filter((id) => among.includes(id));
  const values = { title: row.dataset.title, place: places.indexOf(row.dataset.id) + 1, count: places.length };
  return fill(list.dataset.moved, values);
}

function press(event, row) {
  const alike = fellows(row).filter((other) => "pinned" in other.dataset === "pinned" in row.dataset);
  const here = alike.indexOf(row);
  const steps = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: alike.length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const passed = alike[steps[event.key]];
  if (!passed) return;
  hush();
  place(row, rows().indexOf(passed));
  save(row);
}

function drag(event, row, handle) {
  if (event.button !== 0) return;
  const start = order();
  hush();
  const following = new AbortController();
  const { signal } = following;
  handle.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
  const follow = ({ clientY }) => {
    if (clientY < EDGE) scrollBy(0, -STEP);
    if (clientY > innerHeight - EDGE) scrollBy(0, STEP);
    const others = rows().filter((other) => other !== row);
    const next = others.findIndex((other) => {
      const { top, height } = other.getBoundingClientRect();
      return clientY < top + height / 2;
    });
    place(row, next < 0 ? others.length : next);
  };
  const stop = () => {
    following.abort();
    row.classList.remove("dragged");
  };
  handle.addEventListener("pointermove", follow, { signal });
  handle.addEventListener("pointerup", () => { stop(); save(row) }, { signal });
  handle.addEventListener("pointercancel", () => {
    stop();
    putBack(start);
  }, { signal });
}

for (const [name, follow] of [["keydown", press], ["pointerdown", drag]]) {
  list?.addEventListener(name, (event) => {
    const handle = event.target.closest(".handle");
    if (handle) follow(event, handle.closest(".link"), handle);
  });
}

for (const handle of list?.querySelectorAll(".handle") ?? []) handle.classList.remove("needs-script");

// ---- editing in place: the form of the link's own page; drafts.js sends it ----

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
    hush();
    const open = row.querySelector(".edit");
    const answer = open ? null : await fetch(edit.href, { headers: { "X-In-Place": "1" } }).catch(() => null);
    const form = answer?.ok && !answer.redirected ? await answer.text() : "";
    if (form && !row.querySelector(".edit")) {
      row.insertAdjacentHTML("beforeend", form);
      row.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
    } else if (!navigator.onLine && !open) row.dispatchEvent(new CustomEvent("unsent", { bubbles: true }));
    else if (!form && !open) location.assign(edit.href);
    (row.querySelector(".edit [name=title]") ?? row.querySelector(".edit textarea"))?.focus();
  }
});

list?.addEventListener("saved", (event) => {
  const row = event.target.closest(".link");
  row.insertAdjacentHTML("afterend", event.detail);
  const renewed = row.nextElementSibling;
  row.remove();
  renewed.querySelector(".handle").classList.remove("needs-script");
  renewed.querySelector("[data-edit]").focus();
  tell(list.dataset.saved);
});
