/* The part of a photo that is printed: a box over it moves and grows with the sliders of its form, and they with it. */
for (const form of document.querySelectorAll("[data-crop]")) {
  const SHAPE = 4 / 5;
  const { share, across, down } = form.elements;
  const picture = form.querySelector("img");
  const box = form.querySelector(".photo-box");
  const width = Number(picture.getAttribute("width"));
  const height = Number(picture.getAttribute("height"));
  const most = Math.min(width, height * SHAPE);

  const place = () => {
    const wide = (most * share.value) / 100;
    const high = wide / SHAPE;
    const percent = (part, all) => `${(100 * part) / all}%`;
    box.style.setProperty("--wide", percent(wide, width));
    box.style.setProperty("--high", percent(high, height));
    box.style.setProperty("--left", percent(((width - wide) * across.value) / 100, width));
    box.style.setProperty("--top", percent(((height - high) * down.value) / 100, height));
  };

  /* `right` and `low` are pixels of the photo, `larger` as well: how much wider the box gets. */
  const change = (from, right, low, larger) => {
    share.value = (100 * (from.wide + larger)) / most;
    const room = [width - (most * share.value) / 100, height - (most * share.value) / 100 / SHAPE];
    if (room[0] > 0) across.value = (100 * (from.left + right)) / room[0];
    if (room[1] > 0) down.value = (100 * (from.top + low)) / room[1];
    place();
  };

  const now = () => {
    const wide = (most * share.value) / 100;
    return { wide, left: ((width - wide) * across.value) / 100, top: ((height - wide / SHAPE) * down.value) / 100 };
  };

  box.addEventListener("pointerdown", (start) => {
    const from = now();
    const scale = width / picture.clientWidth;
    const grows = start.target !== box;
    const move = ({ clientX, clientY }) => {
      const right = (clientX - start.clientX) * scale;
      const low = (clientY - start.clientY) * scale;
      if (grows) change(from, 0, 0, Math.max(right, low * SHAPE));
      else change(from, right, low, 0);
    };
    box.setPointerCapture(start.pointerId);
    box.addEventListener("pointermove", move);
    box.addEventListener("lostpointercapture", () => box.removeEventListener("pointermove", move), { once: true });
  });

  box.addEventListener("keydown", (event) => {
    const step = width / (event.shiftKey ? 10 : 100);
    const ways = {
      ArrowLeft: [-step, 0, 0], ArrowRight: [step, 0, 0], ArrowUp: [0, -step, 0], ArrowDown: [0, step, 0],
      "+": [0, 0, step], "=": [0, 0, step], "-": [0, 0, -step],
    };
    if (!ways[event.key]) return;
    event.preventDefault();
    change(now(), ...ways[event.key]);
  });

  form.addEventListener("input", place);
  place();
  box.hidden = false;
}
