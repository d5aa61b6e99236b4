// The list of sentences. Only those near the window are elements; the room of the others is kept
// by two empty boxes. Heights are guessed from the length of the text until they are measured.

const OVERSCAN = 600; // pixels above and below the window that are filled in advance
const GUTTER = 110;
const CHAR = 7.2; // pixels, about

const box = byId("list");
const before = byId("before");
const after = byId("after");

/** The sentences in the list, in order. */
let items = [];
let offsets = new Float64Array(1);
let heights = new Float64Array(0);
let options = {};
/** Elements that stand in the list, by place. */
const rows = new Map();

/** Show other sentences. */
function setItems(sentencesToShow, settings) {
  items = sentencesToShow;
  options = settings;
  const guess = guesser();
  heights = Float64Array.from(items, guess);
  box.hidden = items.length === 0;
  clearRows();
  sumHeights();
  renderRows();
}

function clearRows() {
  rows.clear();
  box.replaceChildren();
}

/** Heights from text lengths: right enough for a scroll bar. */
function guesser() {
  const width = box.clientWidth || 1000;
  const isNarrow = width < 700;
  const columnWidth = isNarrow ? width - 24 : (width - GUTTER) / 2 - 24;
  const charsPerLine = Math.max(10, columnWidth / CHAR);
  const charsPerWideLine = isNarrow ? charsPerLine : Math.max(10, (width - GUTTER - 140) / CHAR);
  return (s) => {
    const chars = sentences.source[s] ? charsPerLine : charsPerWideLine;
    const candidate = Math.ceil(lengths[CANDIDATE][s] / chars);
    const source = Math.ceil(lengths[SOURCE][s] / chars);
    const text = isNarrow ? candidate + source + 1 : Math.max(2, candidate, source);
    return 21 * text + 20 + (firstFinding[s + 1] > firstFinding[s] ? 30 : 0);
  };
}

function sumHeights() {
  offsets = new Float64Array(items.length + 1);
  for (let n = 0; n < items.length; n++) offsets[n + 1] = offsets[n] + heights[n];
}

/** The place in the list at a height. */
function placeAt(height) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle + 1] <= height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Make the rows near the window, drop the others, and keep what is seen where it is. */
function renderRows() {
  if (byId("sentences").hidden) return;
  const top = -before.getBoundingClientRect().top;
  const first = placeAt(top - OVERSCAN);
  const last = Math.min(items.length, placeAt(top + window.innerHeight + OVERSCAN) + 1);
  for (const [place, row] of rows) {
    if (place < first || place >= last) {
      row.remove();
      rows.delete(place);
    }
  }
  let next = null;
  for (let place = last - 1; place >= first; place--) {
    let row = rows.get(place);
    if (!row) {
      row = makeRow(items[place], place, items.length, options);
      rows.set(place, row);
      box.insertBefore(row, next);
    }
    next = row;
  }
  before.style.height = `${offsets[first]}px`;
  measure(first, last, top);
  after.style.height = `${offsets[items.length] - offsets[Math.max(first, last)]}px`;
  markCurrent();
  sayFile();
}

/** In the list of all files: the name of the file whose sentences are at the top of the window. */
function sayFile() {
  const place = Math.min(items.length - 1, placeAt(stickyHeight() - before.getBoundingClientRect().top));
  const file = options.withFile && place >= 0 ? files[fileOf[items[place]]].path : "";
  if (byId("place").dataset.path === file) return;
  byId("place").dataset.path = file;
  byId("place").replaceChildren(isolated(file));
}

/** Take the real heights; if rows above the window turn out otherwise, scroll by the difference. */
function measure(first, last, top) {
  let shift = 0;
  let isNew = false;
  for (let place = first; place < last; place++) {
    const height = rows.get(place).getBoundingClientRect().height;
    if (Math.abs(height - heights[place]) > 0.5) {
      if (offsets[place] + heights[place] <= top) shift += height - heights[place];
      heights[place] = height;
      isNew = true;
    }
  }
  if (!isNew) return;
  sumHeights();
  if (Math.abs(shift) > 0.5) window.scrollBy({ top: shift, behavior: "instant" });
}

/** Make the row of a place and bring it into the window, with so many pixels free below it. */
function scrollToPlace(place, below = 0) {
  for (let round = 0; round < 4; round++) {
    renderRows();
    const row = rows.get(place);
    if (row) {
      const { top, bottom } = row.getBoundingClientRect();
      const room = stickyHeight();
      if (top >= room - 1 && bottom + below <= window.innerHeight) return;
      const free = window.innerHeight - room - (bottom - top) - below;
      window.scrollBy({ top: top - room - Math.max(0, free / 3), behavior: "instant" });
    } else {
      const start = before.getBoundingClientRect().top + window.scrollY;
      window.scrollTo({ top: start + offsets[place] - window.innerHeight / 3, behavior: "instant" });
    }
  }
  renderRows();
}

/** What stands fast at the top of a scrolled window and hides what is behind it. */
function stickyHeight() {
  return form.offsetHeight + 8;
}

/** Every row, for paper. */
function renderAllRows() {
  clearRows();
  const settings = { ...options, isPrinted: true };
  box.append(...items.map((s, place) => makeRow(s, place, items.length, settings)));
  before.style.height = "0";
  after.style.height = "0";
}

/** The rows of these findings once more: their state has changed. */
function refreshRows(ofSentences) {
  for (const [place, row] of rows) {
    if (!ofSentences.has(items[place])) continue;
    const fresh = makeRow(items[place], place, items.length, options);
    row.replaceWith(fresh);
    rows.set(place, fresh);
  }
}

let isAwaited = false;
function renderSoon() {
  if (isAwaited) return;
  isAwaited = true;
  requestAnimationFrame(() => {
    isAwaited = false;
    renderRows();
  });
}

function followWindow() {
  window.addEventListener("scroll", renderSoon, { passive: true });
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      const guess = guesser();
      heights = Float64Array.from(items, guess);
      sumHeights();
    }
    renderSoon();
  });
}
