// Which view an address means, the theme, printing; and everything set going.

function route() {
  const [, scope, name, , index] = location.hash.split("/");
  closeDetail();
  const file = scope === "f" ? (fileByName.get(name) ?? -1) : -1;
  const isList = scope === "all" || file >= 0;
  const wasList = !byId("sentences").hidden;
  byId("overview").hidden = isList;
  byId("sentences").hidden = !isList;
  if (!isList) {
    document.title = "mtcheck report";
    showFiles();
    if (wasList) returnToOverview();
    return;
  }
  const title = file < 0 ? "All sentences" : visible(files[file].path);
  document.title = `${title} · mtcheck report`;
  if (!wasList || file !== shownFile) {
    window.scrollTo({ top: 0, behavior: "instant" });
    showSentences(file);
    if (index === undefined && isStarted) byId("sentences-title").focus({ preventScroll: true });
  }
  const sentence = file >= 0 && /^\d+$/.test(index ?? "") ? sentenceAt(file, Number(index)) : -1;
  if (sentence >= 0) goToSentence(sentence);
}

/** Back among the files: to the one that was looked at. */
function returnToOverview() {
  const row = shownFile >= 0 && fileRows.querySelector(`[data-file="${files[shownFile].id}"]`);
  if (row) row.querySelector("a").focus();
  else {
    window.scrollTo({ top: 0, behavior: "instant" });
    byId("overview-title").focus({ preventScroll: true });
  }
}

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return (page.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";
}

function toggleTheme() {
  page.dataset.theme = isDark() ? "light" : "dark";
  keep(THEME, page.dataset.theme);
  showTheme();
}

function showTheme() {
  byId("theme").textContent = isDark() ? "Light" : "Dark";
  byId("theme").title = `Switch to the ${isDark() ? "light" : "dark"} theme`;
  redrawStrips();
}

function redrawStrips() {
  if (byId("sentences").hidden) drawFileStrips();
  else if (shownFile >= 0) drawStrips([byId("file-strip")], () => shownFile);
}

/** On paper everything that passes the filters stands, not only what was near the window. */
function printWhole() {
  closeDetail();
  if (byId("sentences").hidden) {
    nFilesShown = files.length;
    showFiles();
  } else {
    byId("print-note").textContent = byId("count").textContent;
    renderAllRows();
  }
}

function afterPrint() {
  clearRows();
  renderRows();
}

function followFiles() {
  byId("export-baseline").addEventListener("click", () =>
    download("mtcheck-baseline.json", "application/json", baseline()));
  byId("export-csv").addEventListener("click", () =>
    download("mtcheck-decisions.csv", "text/csv", decisionTable()));
  byId("import-baseline").addEventListener("change", async (event) => {
    const [chosen] = event.target.files;
    if (!chosen) return;
    byId("notice").textContent = takeUp(await chosen.text());
    event.target.value = "";
    if (!byId("sentences").hidden) applyFilters();
  });
}

let isStarted = false;

function start() {
  const theme = recall(THEME);
  if (theme === "dark" || theme === "light") page.dataset.theme = theme;
  recallDecisions();
  fillSummary();
  fillRules();
  fillHelp();
  followFiles();
  followOverview();
  followSentences();
  followPointer();
  followWindow();
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  byId("theme").addEventListener("click", toggleTheme);
  byId("help-button").addEventListener("click", () => byId("help").showModal());
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", route);
  window.addEventListener("resize", redrawStrips);
  window.addEventListener("beforeprint", printWhole);
  window.addEventListener("afterprint", afterPrint);
  prefersDark.addEventListener("change", showTheme);
  showTheme();
  route();
  prepareSearch();
  isStarted = true;
  page.dataset.ready = "true";
  performance.mark("mtcheck-ready");
}

start();
