// A reason that is chosen is put where it can be edited, unless something was typed there.
const words = document.querySelector(".deciding [name=reason]");
let offered = "";

for (const radio of document.querySelectorAll(".deciding [name=choice]")) {
  radio.addEventListener("change", () => {
    if (words.value !== offered) return;
    offered = radio.value === "own" ? "" : radio.closest("label").innerText.trim();
    words.value = offered;
    if (!offered) words.focus();
  });
}
