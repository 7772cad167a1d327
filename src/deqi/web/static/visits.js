// Points are checked while they are typed, so that a slip shows before it is saved.
for (const part of document.querySelectorAll("[data-check-points]")) {
  const form = part.closest("form");
  part.addEventListener("change", async (event) => {
    if (event.target.name !== "points") return;
    const sent = new FormData();
    for (const name of ["csrfmiddlewaretoken", "points"]) sent.append(name, form.elements[name].value);
    const answer = await fetch(part.dataset.checkPoints, { method: "POST", body: sent });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("points-checked").replaceWith(page.getElementById("points-checked"));
  });
}
