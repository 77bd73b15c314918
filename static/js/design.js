// The page beside the choices follows them before they are put on it. Without this file it shows what it wears.

const form = document.querySelector("form[data-look]");
const now = document.querySelector(".now");
const said = now.querySelector("[data-typed]");

// A look is one stylesheet. The one that would be worn takes the place of the one that is, once it is here.
function dress() {
  const words = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  const worn = document.querySelectorAll("[rel=stylesheet][data-look]");
  const next = worn[0].cloneNode();
  next.href = `${form.dataset.look}?${words}`;
  next.addEventListener("load", () => worn.forEach((link) => link.remove()));
  [...worn].at(-1).after(next);
  said.textContent = said.dataset.typed;
}

// Milliseconds without another choice.
const PAUSE = 150;
let pause;

now.classList.add("follows");
form.addEventListener("input", ({ target }) => {
  // Whoever chooses a colour wants it.
  if (target.name === "accent") form.elements.own_accent.checked = true;
  clearTimeout(pause);
  pause = setTimeout(dress, PAUSE);
});
