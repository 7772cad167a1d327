// The queue by keyboard. Everything works by buttons too; this only moves the focus and presses them.
const cards = [...document.querySelectorAll(".held")];
const undo = document.querySelector(".undo button");
let here = 0;

const go = (k) => {
  if (!cards.length) return;
  here = Math.max(0, Math.min(cards.length - 1, k));
  cards[here].focus();
  cards[here].scrollIntoView({ block: "nearest" });
};
const open = (name) => {
  const details = cards[here].querySelector("details");
  details.open = true;
  details.querySelector(`[name="${name}"]`).focus();
};
// Enter in the field with the reason rejects: it is what the field is for.
for (const field of document.querySelectorAll('.held [name="why"]')) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    field.form.requestSubmit(field.form.querySelector('[value="reject"]'));
  });
}
const acts = new Map([
  ["j", () => go(here + 1)],
  ["k", () => go(here - 1)],
  ["a", () => cards.length && cards[here].querySelector('[value="approve"]').click()],
  ["r", () => cards.length && open("why")],
  ["e", () => cards.length && open("words")],
  ["u", () => undo && undo.click()],
]);
document.addEventListener("keydown", (event) => {
  const writes = event.target.closest("input, textarea, select, [contenteditable]");
  if (writes || event.ctrlKey || event.metaKey || event.altKey || !acts.has(event.key)) return;
  event.preventDefault();
  acts.get(event.key)();
});
for (const hint of document.querySelectorAll(".script-only")) hint.hidden = false;
if (cards.length) go(0);
