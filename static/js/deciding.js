// A reason that is chosen is put where it can be edited, unless something was typed there.
const words = document.querySelector(".deciding [name=reason]");
// Without one of our reasons there has to be one of the moderator's.
const own = document.querySelectorAll(".deciding :is([name=reason], [name=about])");
let offered = "";

// A decision that was refused leads to what it asks for.
document.querySelector(".deciding [aria-invalid=true]")?.focus();

for (const radio of document.querySelectorAll(".deciding [name=choice]")) {
  radio.addEventListener("change", () => {
    for (const field of own) field.required = radio.value === "own";
    if (words.value !== offered) return;
    offered = radio.value === "own" ? "" : radio.closest("label").innerText.trim();
    words.value = offered;
    if (!offered) words.focus();
  });
}
