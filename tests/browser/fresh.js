/*
 * Of the texts on this page, the elements whose colours, as they are painted here, are not among `seen`.
 * Contrast depends on nothing else, so that axe, which takes its time over colours, need not be asked twice.
 * What a window of another width has shown in the same theme is left out: colours do not depend on the width.
 */
({ seen, theme }) => {
  const known = new Set(seen);
  const painted = new Map();
  const shown = ((window.shown ??= {})[theme] ??= new WeakSet());

  function settle() {
    document.body.getBoundingClientRect(); // lets what moves from one theme to the other begin
    for (const animation of document.getAnimations()) {
      if (Number.isFinite(animation.effect.getComputedTiming().endTime)) animation.finish();
    }
  }

  function behind(element) {
    if (!element) return "";
    if (!painted.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const plain = backgroundImage === "none" && opacity === "1";
      const own = plain && backgroundColor === "rgba(0, 0, 0, 0)" ? "" : [backgroundColor, backgroundImage, opacity].join();
      const covers = plain && own && !backgroundColor.includes("a(") && !backgroundColor.includes("/");
      painted.set(element, covers ? own : own + behind(element.parentElement));
    }
    return painted.get(element);
  }

  function colours(element) {
    const { color, fontSize, fontWeight, textDecorationLine, textShadow } = getComputedStyle(element);
    const kind = element.closest(":disabled, [aria-disabled=true]") ? "off" : element.closest("a") ? "link" : "";
    return [kind, color, fontSize, fontWeight, textDecorationLine, textShadow, behind(element)].join("|");
  }

  function isNew(element) {
    if (shown.has(element)) return false;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1 || !element.checkVisibility({ visibilityProperty: true })) return false;
    shown.add(element);
    const said = colours(element);
    return !known.has(said) && known.add(said);
  }

  function texts() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.trim()) found.add(walker.currentNode.parentElement);
    return [...found];
  }

  settle();
  const found = texts().filter(isNew);
  return { found, known: [...known] };
}
