// All files, worst first.

const PAGE_OF_FILES = 200;

const fileRows = byId("files").tBodies[0];
let nFilesShown = PAGE_OF_FILES;

function fillSummary() {
  const counts = new Map();
  for (const { outcome } of files) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const total = make("li", {}, make("b", {}, numbers.format(files.length)), files.length === 1 ? " file" : " files");
  byId("summary").append(total);
  for (const outcome of ["mangled", "suspect", "unjudged", "clean"]) {
    if (!counts.has(outcome)) continue;
    byId("summary").append(
      make("li", { class: `level-${outcome}` }, make("b", {}, numbers.format(counts.get(outcome))), ` ${outcome}`),
    );
  }
  byId("summary").append(
    make("li", {}, make("b", {}, numbers.format(nSentences)), nSentences === 1 ? " sentence" : " sentences"),
    make("li", {}, make("b", {}, numbers.format(nFindings)), nFindings === 1 ? " finding" : " findings"),
  );
  byId("all-sentences").hidden = nSentences === 0;
}

function showFiles() {
  const words = searchable(byId("file-search").value).trim();
  const kept = files.map((_, n) => n).filter((n) => searchable(files[n].path).includes(words));
  fileRows.replaceChildren(...kept.slice(0, nFilesShown).map(fileRow));
  drawFileStrips();
  byId("no-files").hidden = kept.length > 0;
  const rest = kept.length - nFilesShown;
  byId("more-files").hidden = rest <= 0;
  byId("more-files").textContent = `Show ${numbers.format(Math.min(rest, PAGE_OF_FILES))} more of ${numbers.format(rest)}`;
  byId("file-count").textContent = words ? plural(kept.length, "file") : "";
}

function drawFileStrips() {
  drawStrips([...fileRows.querySelectorAll("canvas")], (canvas) => Number(canvas.dataset.n));
}

function fileRow(n) {
  const file = files[n];
  const count = (severity, name) =>
    make(
      "td",
      { class: `number n-${name}${file.counts[severity] ? "" : " is-zero"}`, "data-label": name },
      numbers.format(file.counts[severity]),
    );
  const strip = file.n
    ? make("canvas", { class: "strip", role: "img", "aria-label": sayStrip(n), "data-n": n })
    : make("span", { class: "dim" }, "none");
  if (file.n) followStrip(strip, () => n);
  const reasons = file.reasons.length && !file.n ? make("div", { class: "why" }, isolated(file.reasons.join("; "))) : null;
  return make(
    "tr",
    { "data-file": file.id, "data-outcome": file.outcome },
    make("th", { scope: "row" }, make("a", { class: "file-link", href: linkTo(n) }, isolated(file.path)), reasons),
    make("td", {}, make("span", { class: `outcome level-${file.outcome}` }, file.outcome)),
    make("td", { class: "number p", "data-label": "p_mangled" }, file.p === null ? "–" : sayP(file.p)),
    make("td", { class: "number score", "data-label": "score" }, file.score === null ? "–" : file.score.toFixed(1)),
    count(3, "critical"),
    count(2, "major"),
    count(1, "minor"),
    make("td", { class: "strip-cell" }, strip),
    make("td", { class: "number coverage", "data-label": "coverage" }, file.coverage === null ? "–" : percent(file.coverage)),
  );
}

function followOverview() {
  byId("file-search").addEventListener("input", () => {
    nFilesShown = PAGE_OF_FILES;
    showFiles();
  });
  byId("more-files").addEventListener("click", () => {
    nFilesShown += PAGE_OF_FILES;
    showFiles();
  });
  byId("overview").addEventListener("click", (event) => {
    const rule = event.target.closest("[data-rule]")?.dataset.rule;
    if (rule === undefined) return;
    resetFilters();
    for (const input of form.querySelectorAll("input[name=rule]")) input.checked = input.value === rule;
    location.hash = "#/all";
  });
}
