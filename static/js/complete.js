/* Words that complete what is typed: a <datalist data-from="address"> is filled anew at each pause. */
{
  const PAUSE = 200;
  let timer = 0;

  document.addEventListener("input", ({ target }) => {
    const from = target.list?.dataset.from;
    if (!from || target.value.length < 2) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const address = `${from}?${new URLSearchParams({ name: target.value })}`;
      htmx.ajax("GET", address, { source: target.list, target: target.list, swap: "innerHTML", select: "option" });
    }, PAUSE);
  });
}
