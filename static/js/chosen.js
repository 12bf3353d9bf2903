/* Chosen: the files below their field by name, where they are several, and at once whether one is too large. */
{
  document.addEventListener("change", ({ target }) => {
    const list = target.closest(".drop")?.querySelector(".chosen");
    if (!list) return;
    const files = [...target.files];
    const isTooLarge = ({ size }) => size > Number(target.dataset.most);
    const worthSaying = files.filter((file) => files.length > 1 || isTooLarge(file));
    list.replaceChildren(...worthSaying.map((file) => line(file, isTooLarge(file) && list.dataset.tooLarge)));
  });

  function line({ name }, problem) {
    const said = document.createElement("p");
    said.className = problem ? "error" : "ink";
    said.dir = "auto";
    said.textContent = problem ? `${name} ${problem}` : name;
    return said;
  }
}
