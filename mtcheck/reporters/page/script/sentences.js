// The sentences of one file, or of all: head, filters, and the finding that the keyboard is at.

const DETAIL = 360; // pixels kept free below a finding for its details, beside which it stands
const TYPING = 80; // milliseconds of quiet before a search runs

/** The file that is shown, or -1 for all. */
let shownFile = -1;
/** The finding that the keyboard is at, or -1; and the sentence that was linked to. */
let current = -1;
let linked = -1;

function range() {
  return shownFile < 0 ? { first: 0, n: nSentences } : files[shownFile];
}

/** Show a file's sentences, or those of all files for -1. */
function showSentences(file) {
  shownFile = file;
  current = linked = -1;
  showHead();
  applyFilters();
}

function showHead() {
  const facts = byId("file-facts");
  const strip = byId("file-strip");
  strip.hidden = shownFile < 0 || !files[shownFile].n;
  byId("prev-file").hidden = shownFile <= 0;
  byId("next-file").hidden = shownFile < 0 || shownFile === files.length - 1;
  if (shownFile > 0) byId("prev-file").href = linkTo(shownFile - 1);
  if (shownFile >= 0 && shownFile < files.length - 1) byId("next-file").href = linkTo(shownFile + 1);
  if (shownFile < 0) {
    byId("sentences-title").replaceChildren("All sentences");
    facts.replaceChildren(make("p", {}, `${plural(files.length, "file")}, worst first.`));
    return;
  }
  const file = files[shownFile];
  byId("sentences-title").replaceChildren(isolated(file.path));
  facts.replaceChildren(...factsOf(file));
  strip.setAttribute("aria-label", sayStrip(shownFile));
  drawStrips([strip], () => shownFile);
}

function factsOf(file) {
  const parts = [];
  const verdict = make("p", { class: "verdict" }, make("span", { class: `outcome level-${file.outcome}` }, file.outcome));
  if (file.p !== null) {
    verdict.append(
      make("span", { class: "p" }, `p_mangled ${sayP(file.p)}, score ${file.score.toFixed(1)}`),
      make("span", { class: "dim" }, "how likely a machine mangled this text, as calibrated; severity says how much an error hurts"),
    );
  }
  parts.push(verdict);
  if (file.reasons.length) {
    parts.push(make("ul", { class: "reasons" }, ...file.reasons.map((reason) => make("li", {}, isolated(reason)))));
  }
  const notes = make("dl", { class: "notes" });
  const note = (name, ...content) => notes.append(make("div", {}, make("dt", {}, name), make("dd", {}, ...content)));
  if (file.source) {
    note("source", isolated(file.source), file.align && file.align !== "none" ? ` (matched as ${file.align})` : "");
  } else if (file.n) note("source", "none: judged alone");
  if (file.coverage !== null) {
    note("coverage", `${percent(file.coverage)} of its sentences have a counterpart in the source, ${percent(file.source_coverage)} of the source's have one here`);
  }
  if (file.thresholds) {
    const [suspect, mangled] = file.thresholds.map((p) => p.toFixed(3));
    note(`mode ${visible(file.mode)}`, `suspect from ${suspect}, mangled from ${mangled}; ${file.false_alarms[1]}`);
  }
  if (file.signature) note("signature", make("span", { class: "signature" }, isolated(file.signature)));
  if (notes.childElementCount) parts.push(make("details", { class: "about" }, make("summary", {}, "About this verdict"), notes));
  return parts;
}

/** Filter, show what passes, and say how much it is. */
function applyFilters() {
  performance.mark("mtcheck-filter-start");
  closeDetail();
  const { first, n } = range();
  const chosen = readFilters();
  const kept = filterSentences(first, n, chosen);
  const isByFile = shownFile < 0;
  setItems(kept, {
    withDifferences: byId("diff").checked,
    withFile: isByFile ? (place) => fileOf[kept[place]] !== fileOf[kept[place - 1]] : null,
  });
  let found = 0;
  for (const s of kept) {
    for (let f = firstFinding[s]; f < firstFinding[s + 1]; f++) found += matches[f];
  }
  const count = byId("count");
  const part = kept.length === n ? plural(n, "sentence") : `${numbers.format(kept.length)} of ${plural(n, "sentence")}`;
  count.textContent = `${part} · ${plural(found, "finding")}`;
  count.dataset.sentences = kept.length;
  count.dataset.findings = found;
  byId("empty").hidden = kept.length > 0;
  byId("empty").textContent = n ? "No sentence passes these filters." : "There are no sentences in this file.";
  byId("rule-chosen").textContent = chosen.rules.size ? `: ${chosen.rules.size} chosen` : "";
  performance.measure("mtcheck-filter", "mtcheck-filter-start");
}

/** Go to the sentence that a link names. */
function goToSentence(sentence) {
  if (!items.includes(sentence)) {
    resetFilters();
    applyFilters();
  }
  const place = items.indexOf(sentence);
  linked = sentence;
  current = -1;
  scrollToPlace(place);
  rows.get(place)?.focus({ preventScroll: true });
}

function setCurrent(finding) {
  current = finding;
  linked = finding < 0 ? -1 : findings.sentence[finding];
  markCurrent();
}

/** The finding of a mark that is meant: the current one if it is there, else its first. */
function currentAmong(anchor) {
  const found = anchor.dataset.finding.split(" ").map(Number);
  return found.includes(current) ? current : found[0];
}

/** Show where the keyboard is, on the rows that exist. */
function markCurrent() {
  for (const row of rows.values()) {
    const isLinked = Number(row.dataset.sentence) === linked;
    if (isLinked) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  for (const old of box.querySelectorAll(".is-current")) old.classList.remove("is-current");
  if (current < 0) return;
  for (const element of elementsOf(current)) element.classList.add("is-current");
}

function elementsOf(finding) {
  return [...box.querySelectorAll(`[data-finding~="${finding}"]`)];
}

/** The element to focus for a finding: its words, or its tag where it has no words. */
function elementOf(finding) {
  const elements = elementsOf(finding);
  return elements.find((element) => element.classList.contains("mark")) ?? elements[0];
}

/** The next or previous finding that matches, from the current one, or from what is in view. */
function stepFinding(step) {
  const place = startPlace();
  const from = current >= 0 && items[place] === findings.sentence[current] ? current : null;
  let at = place;
  let finding = from === null ? edgeFinding(at, step) : nextIn(at, from, step);
  while (finding === null) {
    at += step;
    if (at < 0 || at >= items.length) return;
    finding = edgeFinding(at, step);
  }
  goToFinding(finding, at);
}

function startPlace() {
  const place = linked >= 0 ? items.indexOf(linked) : -1;
  if (place >= 0) return place;
  return placeAt(Math.max(0, stickyHeight() - before.getBoundingClientRect().top));
}

function matching(place) {
  return items[place] === undefined ? [] : findingsOf(items[place]).filter((f) => matches[f]);
}

function edgeFinding(place, step) {
  return matching(place).at(step > 0 ? 0 : -1) ?? null;
}

function nextIn(place, from, step) {
  const found = matching(place).filter((f) => (step > 0 ? f > from : f < from));
  return found.at(step > 0 ? 0 : -1) ?? null;
}

function goToFinding(finding, place) {
  setCurrent(finding);
  scrollToPlace(place, isNarrow() ? 0 : DETAIL);
  markCurrent();
  const element = elementOf(finding);
  element.focus({ preventScroll: true });
  openDetail(element, true);
  const sentence = findings.sentence[finding];
  try {
    history.replaceState(null, "", linkTo(fileOf[sentence], sentence));
  } catch {
    // Some browsers count how often: the address then stays where it was.
  }
}

function followSentences() {
  let typing = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    clearTimeout(typing);
    if (event.target.id === "search") typing = setTimeout(applyFilters, TYPING);
    else if (event.target.type === "number") applyFilters();
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "number" && event.target.id !== "search") applyFilters();
  });
  byId("reset-filters").addEventListener("click", () => {
    resetFilters();
    applyFilters();
  });
  byId("toggle-filters").addEventListener("click", () => showFilters());
  followStrip(byId("file-strip"), () => shownFile);
}

/** Open or close the panel of filters, where the window is too narrow to show it always. */
function showFilters(isOpen = byId("toggle-filters").getAttribute("aria-expanded") !== "true") {
  byId("toggle-filters").setAttribute("aria-expanded", String(isOpen));
  form.classList.toggle("is-open", isOpen);
}
