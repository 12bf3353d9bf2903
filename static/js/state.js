/* The state of saving, in words. What could not be sent stays in the page and is tried again. */
{
  const PATIENCE = 400; // a save that is quicker is not worth a flicker
  const AGAIN = 20_000;
  const ANSWERS = [200, 409, 413, 422]; // these bring their own words
  const unsent = new Set(); // forms whose last save did not arrive
  let since = "";
  let trouble = "";
  let timer = 0;
  let saves = 0;
  let isOut = false; // nobody is signed in any more, or somebody is anew
  let isBack = false; // the form's token is of the present sign-in, and no save has arrived with it yet

  const saved = (event) => event.target.closest?.("[data-saves]");
  const time = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("htmx:before:request", (event) => {
    const form = saved(event);
    if (!form) return;
    renewMarks(form, event.detail.ctx.request.body);
    const turn = ++saves;
    setTimeout(() => turn === saves && !unsent.size && say("saving", "Saving…"), PATIENCE);
  });

  document.addEventListener("htmx:after:request", (event) => {
    const form = saved(event);
    if (!form) return;
    const { status } = event.detail.ctx.response;
    if (ANSWERS.includes(status)) return arrived(form);
    event.preventDefault(); // the answer is a page's error, which has no place in a form
    if (status === 401 || status === 403) signedOut(form);
    else if (status === 404) outOfDate();
    else failed(form, "Métier does not answer");
  });

  document.addEventListener("htmx:error", (event) => {
    const form = saved(event);
    if (form && !event.detail.ctx?.response) failed(form, "there is no connection");
  });

  document.addEventListener("htmx:after:swap", () => {
    const place = document.getElementById("save-state");
    if (unsent.size) say("failed", trouble);
    else if (place?.dataset.state === "saved" && saves) say("saved", `Saved at ${time()}`);
    else if (place) repeat(place);
  });

  /* A sheet that keeps itself current, where nobody is signed in any more, would be led to the sign-in, and take the
     words along that are just being typed. Only what somebody pressed may leave a page with a form. */
  document.addEventListener("htmx:before:response", (event) => {
    const { hx, sourceEvent } = event.detail.ctx;
    if (hx.redirect && !sourceEvent?.isTrusted && document.querySelector("[data-saves]")) event.preventDefault();
  });

  addEventListener("beforeunload", (event) => unsent.size && event.preventDefault());

  /* A save that waited its turn carries the marks of before the save ahead of it, and would meet itself as a stranger. */
  function renewMarks(form, body) {
    const marks = form.querySelector("[name=was]");
    if (marks && body?.has("was")) body.set("was", marks.value);
  }

  function arrived(form) {
    saves++;
    isBack = false;
    unsent.delete(form);
    if (unsent.size || !since) return;
    since = "";
    clearTimeout(timer);
    notice().replaceChildren();
    notice().className = "";
  }

  function failed(form, reason) {
    saves++;
    since ||= time();
    unsent.add(form);
    trouble = `Not saved: ${reason}`;
    say("failed", trouble);
    explain(`${trouble} since ${since}.`, "Your words are kept on this page, and we try again every 20 seconds.", "Try now", again);
    clearTimeout(timer);
    timer = setTimeout(again, AGAIN);
  }

  function again() {
    for (const form of unsent) {
      if (form.isConnected) form.dispatchEvent(new Event("change"));
      else unsent.delete(form);
    }
  }

  /* The words stay in their form until the same person is signed in again, here or on another tab. */
  async function signedOut(form) {
    saves++;
    since ||= time();
    unsent.add(form);
    if (isBack || !whose(document)) return outOfDate();
    isOut = true;
    if (await comeBack()) return;
    if (document.querySelector("[data-guest]")) return outOfDate();
    trouble = "Not saved: you are signed out";
    say("failed", trouble);
    explain(`${trouble}.`, "Your words are kept on this page. Sign in on another tab, come back here, and they are saved.", "Sign in on another tab", () => open("/sign-in"));
    setTimeout(comeBack, AGAIN);
  }

  async function comeBack() {
    if (!isOut) return true;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok || answer.redirected) return false;
    const there = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (whose(there) !== whose(document)) return false;
    const token = there.querySelector("input[name=token]").value;
    for (const field of document.querySelectorAll("input[name=token]")) field.value = token;
    [isOut, isBack] = [false, true];
    again();
    return true;
  }

  const whose = (page) => page.querySelector("[data-whose]")?.dataset.whose;
  document.addEventListener("visibilitychange", () => isOut && !document.hidden && comeBack());
  addEventListener("focus", () => isOut && comeBack());

  function outOfDate() {
    isOut = false;
    saves++;
    trouble = "Not saved: this page is from an earlier visit";
    say("failed", trouble);
    explain(`${trouble}.`, "Copy what you just wrote, then load the page again.", "Load it again", () => location.reload());
  }

  function say(state, words) {
    const place = document.getElementById("save-state");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = words;
    repeat(place);
  }

  /* On a narrow page the masthead scrolls away, and the strip of the sheet says it too. */
  function repeat(place) {
    const strip = document.querySelector(".peek .state");
    if (!strip) return;
    strip.dataset.state = place.dataset.state;
    strip.textContent = place.textContent;
  }

  function explain(what, then, label, act) {
    if (notice().textContent.startsWith(what)) return;
    const button = element("button", "button small", label);
    button.addEventListener("click", act);
    notice().className = "unsaved";
    notice().replaceChildren(element("p", "error", what), element("p", "", then), button);
  }

  function element(name, kind, words) {
    const made = document.createElement(name);
    made.className = kind;
    made.textContent = words;
    return made;
  }

  function notice() {
    return document.getElementById("notice");
  }
}
