/* The strip at the foot of a narrow page shows the line that is being written. */
document.addEventListener("input", ({ target }) => {
  const strip = document.querySelector(".peek .live");
  if (strip && target.matches("[data-saves] :is(textarea, input:not([type]), [type=text])") && target.value) strip.textContent = target.value;
});
