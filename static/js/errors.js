/* A field that is wrong says so to everybody: its words come by a swap, its mark is set here. */
document.addEventListener("htmx:after:swap", () => {
  for (const words of document.querySelectorAll(".field > .error")) {
    const box = document.getElementById(words.id.replace(/-error$/, ""));
    if (words.textContent.trim()) box?.setAttribute("aria-invalid", "true");
    else box?.removeAttribute("aria-invalid");
  }
});
