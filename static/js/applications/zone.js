/* The browser knows where it is: offered beside the field or the times, taken by a press; and said along with the first
   application that one saves. */
{
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll("[data-zone-for]")) {
    const field = document.getElementById(place.dataset.zoneFor);
    const button = place.querySelector("button");
    place.hidden = !here || field.value === here;
    button.textContent = `Use ${here}, as this device says`;
    button.addEventListener("click", () => {
      field.value = here;
      place.hidden = true;
      field.focus();
    });
  }
  for (const form of document.querySelectorAll("form[data-where]")) {
    form.hidden = !here || form.dataset.where === here;
    form.elements.zone.value = here;
    form.querySelector("button").textContent = `Use ${here}, as this device says`;
  }
  for (const field of document.querySelectorAll("input[data-here]")) field.value = here;
}
