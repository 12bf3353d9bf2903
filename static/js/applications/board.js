/* The board: a card goes elsewhere by mouse, finger, menu or keyboard. Each way posts once; the answer is the card, which
   then lies where its stage and its place say, or a question, while the card lies where it was. */
{
  const board = document.querySelector("[data-board]");
  const menu = document.getElementById("move-menu");
  const asked = document.getElementById("asked");
  const HOLD = 350; // milliseconds after which a finger lifts a card; a shorter touch scrolls or opens
  const FAR = 6; // pixels after which a mouse lifts it; less is a click
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const SIDES = ["previousElementSibling", "nextElementSibling"];
  let held = null; // the card in the hand, or about to be
  let dropped = -Infinity; // when one was put down: that is no click

  const cardAt = (place) => place?.closest?.("[data-card]");
  const cards = (lane) => [...lane.querySelectorAll("[data-card]")];
  const link = (card) => card.querySelector("h3 a");
  const button = (card) => card.querySelector(".under .button");

  // --- sent, and put where it belongs

  async function send(card, values) {
    const { id, dataset } = card;
    asked.replaceChildren();
    await htmx.ajax("POST", `/applications/${dataset.card}/move`, {
      source: card, target: `#${id}`, swap: "outerHTML", values: { token: menu.elements.token.value, ...values },
    });
    const answer = document.getElementById(id);
    if (!answer) return;
    const lane = laneOf(answer);
    if (answer === card || answer.closest("[data-lane]") !== lane) settle(answer, lane);
    if (asked.childElementCount) asked.showModal();
    else link(answer).focus();
  }

  function laneOf(card) {
    return board.querySelector(`[data-lane~="${card.dataset.stage}"]`) || board.querySelector("[data-lane]");
  }

  function settle(card, lane) {
    const next = cards(lane).find((other) => other !== card && Number(other.dataset.place) > Number(card.dataset.place));
    if (lane.id === "closed") lane.querySelector(".slips").prepend(card);
    else if (next) next.before(card);
    else [...lane.querySelectorAll(".slips")].at(-1).append(card);
    const fold = card.closest("details");
    if (fold) fold.open = true;
  }

  document.addEventListener("htmx:after:request", (event) => {
    const { response, sourceElement } = event.detail.ctx;
    if (!board?.contains(sourceElement) || !sourceElement.dataset.card || response?.status !== 404) return;
    event.preventDefault();
    say("This application is not here any more: it was deleted in another window.");
    sourceElement.remove();
  });

  function say(words) {
    const said = Object.assign(document.createElement("p"), { className: "notice", textContent: words });
    document.getElementById("notice").replaceChildren(said);
  }

  // --- by menu

  function openMenu(card, source = button(card), stages = null) {
    for (const choice of menu.querySelectorAll("[name=stage]")) {
      choice.disabled = choice.value === card.dataset.stage;
      choice.hidden = stages && !stages.includes(choice.value);
    }
    menu.dataset.of = card.id;
    document.getElementById("move-label").textContent = `Move ${link(card).textContent} to`;
    menu.showPopover({ source });
    menu.querySelector("button:enabled:not([hidden])").focus();
  }

  board?.addEventListener("click", (event) => {
    const card = cardAt(event.target);
    if (!card || !menu?.showPopover || event.target.closest(".button") !== button(card)) return;
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openMenu(card);
  });

  menu?.addEventListener("submit", (event) => {
    const card = document.getElementById(menu.dataset.of);
    const { name, value, dataset } = event.submitter;
    if (dataset.verb) {
      menu.action = `/applications/${card.dataset.card}/${dataset.verb}`;
      return;
    }
    event.preventDefault();
    menu.hidePopover();
    send(card, { [name]: value });
  });

  asked?.addEventListener("submit", (event) => {
    const { move } = event.target.dataset;
    if (!move) return; // it stays as it is
    event.preventDefault();
    const said = Object.fromEntries(new FormData(event.target, event.submitter));
    asked.close();
    send(document.getElementById(`card-${move}`), said);
  });

  // --- by keyboard

  board?.addEventListener("keydown", (event) => {
    const card = cardAt(event.target);
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "m") openMenu(card);
    else if (ARROWS[event.key]) step(card, ...ARROWS[event.key]);
    else return;
    event.preventDefault();
  });

  function step(card, across, down) {
    const shown = (lane) => cards(lane).filter((each) => each.checkVisibility());
    const lanes = [...board.querySelectorAll("[data-lane]")].map(shown).filter((lane) => lane.length);
    const at = lanes.findIndex((lane) => lane.includes(card));
    const row = lanes[at].indexOf(card);
    const lane = lanes[at + across];
    const next = lane?.[Math.min(row + down, lane.length - (across ? 1 : 0))];
    if (next) link(next).focus();
  }

  // --- by hand

  document.addEventListener("pointerdown", (event) => {
    const card = board?.contains(event.target) && event.target.closest(".paper") && cardAt(event.target);
    if (!card || event.button || held) return;
    held = { card, x: event.clientX, y: event.clientY, pointer: event.pointerId };
    if (event.pointerType !== "mouse") held.timer = setTimeout(lift, HOLD);
  });

  function lift() {
    const { card } = held;
    held.mark = Object.assign(document.createElement("li"), { className: "drop-here", textContent: "Put it down here." });
    card.dataset.lifted = "";
    getSelection().removeAllRanges();
  }

  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    const [across, down] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.mark && Math.hypot(across, down) > FAR) {
      if (held.timer) return letGo(); // a finger that moves at once scrolls
      lift();
    }
    if (!held.mark) return;
    scrollAt(event.clientY);
    held.card.style.translate = `${across}px ${down + scrollY - (held.scrolled ??= scrollY)}px`;
    lightUp(event.clientX, event.clientY);
  });

  function scrollAt(y) {
    if (y < 80) scrollBy(0, -12);
    else if (y > innerHeight - 80) scrollBy(0, 12);
  }

  function lightUp(x, y) {
    held.mark.remove(); // it would push away what is pointed at
    const lane = document.elementFromPoint(x, y)?.closest("#board [data-lane]");
    for (const lit of board.querySelectorAll("[data-drop]")) if (lit !== lane) delete lit.dataset.drop;
    if (!lane) return;
    lane.dataset.drop = "";
    if (lane.id === "closed") return; // how it ended is asked once it is put down there
    const others = cards(lane).filter((other) => other !== held.card && other.checkVisibility());
    const below = others.find((other) => isBefore(x, y, other.getBoundingClientRect()));
    if (below) below.before(held.mark);
    else if (others.length) others.at(-1).after(held.mark);
    else lane.querySelector(".slips").prepend(held.mark);
  }

  function isBefore(x, y, { left, right, top, bottom }) {
    return y < top || (y < bottom && (x < left || (x <= right && y < (top + bottom) / 2)));
  }

  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    const { card, mark } = held;
    const ends = mark && board.querySelector("#closed[data-drop]");
    const lane = mark?.closest("[data-lane]");
    const isThere = lane?.contains(card) && SIDES.every((side) => beside(mark, side) === beside(card, side));
    const [after, before] = SIDES.map((side) => beside(mark, side));
    if (mark) dropped = event.timeStamp;
    if (lane && !isThere) mark.replaceWith(card);
    letGo();
    if (lane && !isThere) send(card, { stage: lane.dataset.lane, after, before });
    if (ends) setTimeout(openMenu, 0, card, ends.querySelector("summary"), ends.dataset.lane.split(" ")); // this same press would close it
  });

  function beside(mark, which) {
    let other = mark?.[which];
    while (other && (other === held.card || !other.dataset.card)) other = other[which];
    return other?.dataset.card || "";
  }

  const isDrop = (event) => event.timeStamp - dropped < 100;
  board?.addEventListener("click", (event) => isDrop(event) && event.preventDefault(), true);
  document.addEventListener("pointercancel", () => held && letGo());
  document.addEventListener("keydown", (event) => held && event.key === "Escape" && letGo());
  document.addEventListener("touchmove", (event) => held?.mark && event.preventDefault(), { passive: false });
  document.addEventListener("contextmenu", (event) => held?.timer && event.preventDefault());
  board?.addEventListener("dragstart", (event) => event.preventDefault());

  function letGo() {
    clearTimeout(held.timer);
    held.mark?.remove();
    delete held.card.dataset.lifted;
    held.card.style.translate = "";
    for (const lit of board.querySelectorAll("[data-drop]")) delete lit.dataset.drop;
    held = null;
  }
}
