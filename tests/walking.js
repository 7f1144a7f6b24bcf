/**
 * Notes at each press of Tab where the keyboard stands, and what is wrong there: it cannot be seen, lies behind something
 * that sticks, looks as it does without the focus, or comes before what stands above it.
 */
(() => {
  const HIDDEN_CONTROL = 4; // pixels; a control that small or without opacity is drawn by its label
  const MOST_PARTS = 8; // a field for a day and a time lets Tab go through year, month, day, hour, minute, and the calendar
  const stops = [];
  const faults = [];

  const name = (element) => {
    const text = (element.getAttribute("aria-label") || element.innerText || element.name || "").trim().slice(0, 30);
    const kind = element.getAttribute("class")?.split(" ")[0] ?? "";
    return `${element.localName}${element.id && `#${element.id}`}${kind && `.${kind}`} "${text}"`;
  };

  const drawnBy = (element) => {
    const box = element.getBoundingClientRect();
    const isDrawn = box.width > HIDDEN_CONTROL && box.height > HIDDEN_CONTROL && getComputedStyle(element).opacity > 0;
    return isDrawn ? element : (element.labels?.[0] ?? element.closest("label") ?? element);
  };

  const stuckAround = (element) => {
    for (let outer = element; outer && outer !== document.body; outer = outer.parentElement)
      if (/^(fixed|sticky)$/.test(getComputedStyle(outer).position)) return outer;
    return null;
  };

  const look = (element) => {
    const label = drawnBy(element);
    const around = [element.parentElement, element.parentElement?.parentElement, label.parentElement];
    const parts = [element, label, ...around, ...(label === element ? [] : label.querySelectorAll("*"))];
    return parts
      .filter((part) => part && part !== document.body)
      .map((part) => {
        const style = getComputedStyle(part);
        const outline = style.outlineStyle === "none" ? "" : `${style.outlineWidth} ${style.outlineColor}`;
        return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
      })
      .join("|");
  };

  /** What lies over an element of which at least one of five points has to be seen, or all where there is room for it. */
  const hiddenBy = (element) => {
    const drawn = drawnBy(element);
    const box = drawn.getClientRects()[0];
    if (!box || box.width * box.height === 0) return "nothing is drawn";
    const top = Math.max(box.top, 0);
    const left = Math.max(box.left, 0);
    const height = Math.min(box.bottom, innerHeight) - top;
    const width = Math.min(box.right, innerWidth) - left;
    if (height < 1 || width < 1) return "outside the window";
    const points = [[0.5, 0.5], [0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]]; // biome-ignore format: pairs
    const over = points
      .map(([x, y]) => document.elementFromPoint(left + width * x, top + height * y))
      .filter((hit) => hit && !drawn.contains(hit) && !hit.contains(drawn) && !element.contains(hit))
      .map(stuckAround)
      .filter((stuck) => stuck && !stuck.contains(drawn));
    const isTall = box.height > innerHeight / 2;
    return over.length > (isTall ? points.length - 1 : 0) ? `at ${Math.round(box.top)}–${Math.round(box.bottom)} behind ${name(over[0])} at ${Math.round(over[0].getBoundingClientRect().top)}` : "";
  };

  const isAbove = (element, before) => {
    if (stuckAround(element) || stuckAround(before)) return false;
    const [here, there] = [drawnBy(element), drawnBy(before)].map((drawn) => drawn.getBoundingClientRect());
    return here.bottom <= there.top && here.left < there.right && there.left < here.right;
  };

  const leave = ({ element, look: focused }) => {
    if (element.isConnected && look(element) === focused && !element.isContentEditable)
      faults.push(`${name(element)}: looks the same without the focus`);
  };

  const arrive = (element, before) => {
    const hidden = hiddenBy(element);
    if (hidden) faults.push(`${name(element)}: ${hidden}`);
    if (before && before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING)
      faults.push(`${name(element)}: comes after ${name(before)}`);
    else if (before && isAbove(element, before)) faults.push(`${name(element)}: stands above ${name(before)}`);
    stops.push({ element, look: look(element), parts: 1 });
  };

  addEventListener(
    "keyup",
    (event) => {
      if (event.key !== "Tab" || window.walk.isOver) return;
      const element = document.activeElement;
      const before = stops.at(-1);
      if (before && element === before.element) {
        before.parts += 1;
        window.walk.isOver = before.parts > MOST_PARTS;
        if (window.walk.isOver) faults.push(`${name(element)}: does not let the focus go`);
        return;
      }
      if (before) leave(before);
      window.walk.isOver = !element || element === document.body || element === stops[0]?.element;
      if (!window.walk.isOver) arrive(element, before?.element);
    },
    true,
  );

  window.walk = {
    faults,
    isOver: false,
    count: () => stops.length,
    trace: () => stops.map((stop) => name(stop.element)),
    begin() {
      stops.length = faults.length = 0;
      for (const element of document.querySelectorAll("[tabindex]"))
        if (element.tabIndex > 0) faults.push(`${name(element)}: pushes itself to the front`);
      this.isOver = false;
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
      scrollTo(0, 0);
    },
  };
})();
