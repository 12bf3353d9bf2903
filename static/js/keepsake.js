/* Words that one keeps: onto paper, or along. */
{
  for (const place of document.querySelectorAll("[data-needs-script]")) place.hidden = false;

  document.addEventListener("click", async ({ target }) => {
    if (target.matches("[data-print]")) print();
    if (!target.matches("[data-copy]")) return;
    const words = document.getElementById(target.dataset.copy).innerText;
    const done = await navigator.clipboard.writeText(words).then(() => "Copied.", () => "The browser does not allow it.");
    target.parentElement.querySelector("[role=status]").textContent = done;
  });
}
