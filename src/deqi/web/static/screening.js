// One tap after every question was asked aloud: what is still "not asked" in this part becomes "no".
for (const button of document.querySelectorAll("[data-rest-no]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const field of button.closest("section").querySelectorAll("fieldset")) {
      const open = field.querySelector('input[value="not asked"]');
      if (open && open.checked) field.querySelector('input[value="no"]').checked = true;
    }
  });
}
