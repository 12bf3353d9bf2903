/* Undo and redo: by Ctrl+Z and Ctrl+Y outside of text boxes, and never ahead of words that are still on their way. */
{
  const TYPED = "textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range], [type=color])";
  const underway = new Set(); // saves, and the asking for new buttons after them
  let waiting = ""; // the step that was asked for meanwhile
  let done = "";

  const button = (step) => document.querySelector(`[data-step-back=${step}]`);
  const step = (event) => event.target.dataset?.stepBack;
  const goesAhead = (event) => event.target.matches?.("[data-saves], #steps");

  document.addEventListener("keydown", (event) => {
    const asked = event.ctrlKey || event.metaKey ? wanted(event) : "";
    if (!asked || event.altKey || event.target.closest(TYPED) || !button(asked)) return;
    event.preventDefault();
    button(asked).click();
  });

  function wanted({ key, shiftKey }) {
    if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
    return key.toLowerCase() === "y" && !shiftKey ? "redo" : "";
  }

  const isIdle = (event) => event.target.closest("[data-step-back][aria-disabled]");
  document.addEventListener("click", (event) => isIdle(event) && (event.stopPropagation(), event.preventDefault()), true);

  document.addEventListener("htmx:before:request", (event) => {
    if (goesAhead(event)) underway.add(event.detail.ctx);
    if (!step(event)) return;
    if (isUnsaved()) return refuse(event);
    if (!underway.size) return;
    waiting = step(event);
    event.preventDefault();
  });

  document.addEventListener("htmx:finally:request", (event) => {
    if (!underway.delete(event.detail.ctx)) return;
    setTimeout(() => underway.size || goOn()); // the answer to a save asks for new buttons first
  });

  function goOn() {
    if (waiting) button(waiting)?.click();
    waiting = "";
  }

  function isUnsaved() {
    return document.getElementById("save-state")?.dataset.state === "failed";
  }

  function refuse(event) {
    event.preventDefault();
    say("Not undone: first what you wrote has to be saved.");
  }

  document.addEventListener("htmx:after:request", (event) => {
    if (!step(event)) return;
    const { status, raw } = event.detail.ctx.response;
    done = status === 200 ? words(event.target) : "";
    if ([200, 409].includes(status) && new URL(raw.url).pathname.startsWith("/resumes/")) return;
    event.preventDefault(); // signed out meanwhile: the page itself asks to sign in, and comes back
    location.reload();
  });

  function words(pressed) {
    const what = pressed.querySelector("bdi")?.textContent;
    return what ? `${pressed.dataset.stepBack === "undo" ? "Undone" : "Done again"}: ${what}.` : "";
  }

  document.addEventListener("htmx:after:swap", () => {
    if (!done) return;
    say(done);
    done = "";
    document.body.dispatchEvent(new Event("sheet"));
  });

  function say(said) {
    const notice = document.getElementById("notice");
    notice.className = "notice";
    notice.textContent = said;
  }
}
