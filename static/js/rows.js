// What is tapped in a row, or undone there: the page comes back where it was, with the focus on the button that was pressed.

const ROW = "main li[id]";
const COUNTERPARTS = { hide: "show", show: "hide", pin: "unpin", unpin: "pin" };
// A button without an address of its own does what its form does.
const address = (button) => button.hasAttribute("formaction") ? button.formAction : button.form.action;
const verb = (button) => button.name ? button.value : address(button).split("/").at(-2);
// Where the address leads: to a row, or beside what is gone from there.
const led = () => document.querySelector(":target")?.closest(ROW);
const isSeen = (button) => button?.checkVisibility({ visibilityProperty: true });
// What lies in a closed menu is reached by the menu's own words.
const way = (button) => button?.closest("details:not([open])")?.querySelector("summary") ?? button;

// Storage may be full or forbidden: then the page is where its address leads.
const attempt = (act) => { try { return act() } catch { return null } };

// Where to come back to is known for the next page alone. What drafts.js saved comes back here too.
const remember = (place) => attempt(() => sessionStorage.setItem("pressed", JSON.stringify(place)));

document.addEventListener("leave", ({ detail }) => remember(detail));
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  const row = target.closest(ROW) ?? (target.closest(".messages") && led());
  if (!row || defaultPrevented || target.matches(".edit")) return;
  remember({ id: row.id, verb: verb(submitter), top: row.getBoundingClientRect().top, path: location.pathname });
});

function comeBack({ id, verb: pressed, top, path }) {
  const row = led();
  if (path !== location.pathname || !row) return;
  scrollBy(0, row.getBoundingClientRect().top - top);
  if (!pressed) return;
  // What stands there now is another one after a deletion: nobody pressed anything of that. What came back is the one meant.
  const buttons = row.id === id || pressed === "restore" ? [...row.querySelectorAll(".acts button")] : [];
  const again = [pressed, COUNTERPARTS[pressed]].map((wanted) => buttons.find((button) => verb(button) === wanted));
  const next = again.map(way).find(isSeen) ?? buttons.find(isSeen) ?? document.querySelector("main > .messages button");
  next?.focus({ preventScroll: true });
}

const left = attempt(() => JSON.parse(sessionStorage.getItem("pressed")));
attempt(() => sessionStorage.removeItem("pressed"));
// The browser goes to the fragment of the address in its own time, and takes the focus along.
if (left) addEventListener("load", () => requestAnimationFrame(() => comeBack(left)));
