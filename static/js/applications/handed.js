/* Saving a job: what the bookmark brings along, and what is said while a link is opened. */
{
  /* The posting's words come behind the # of the address, which no server heard of. */
  const words = new URLSearchParams(location.hash.slice(1)).get("words");
  const box = document.querySelector("[data-handed] [name=posting]");
  if (words && box && !box.value) {
    box.value = words;
    history.replaceState(null, "", location.pathname + location.search);
  }

  /* On our own page the bookmark is there to be dragged. */
  document.querySelector("[data-bookmark]")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("bookmark-said").textContent = "Drag it to your bookmarks bar. Here it does nothing.";
  });

  const opening = document.getElementById("opening");
  opening?.closest("form").addEventListener("submit", ({ target }) => {
    if (target.url.value.trim() && !target.posting.value.trim()) opening.textContent = opening.dataset.opening;
  });
  addEventListener("pageshow", () => opening && (opening.textContent = ""));
}
