// Keys, and the page that explains them.

const KEYS = [
  ["j, k", "next, previous finding; among the files: next, previous file"],
  ["n, p", "next, previous file"],
  ["/", "search"],
  ["a, r", "accept the finding (a real error), reject it (a false alarm); again takes it back"],
  ["u", "take the decision back"],
  ["Enter", "into the finding's details, to give a reason"],
  ["Esc", "close the details, leave a field, back to all files"],
  ["f", "filters"],
  ["t", "dark or light"],
  ["?", "this help"],
];

function fillHelp() {
  byId("help").append(
    make(
      "div",
      { class: "head" },
      make("h2", { id: "help-title" }, "Keys and marks"),
      make("button", { type: "button", class: "close", "aria-label": "Close" }, "×"),
    ),
    make(
      "table",
      {},
      make("tbody", {}, ...KEYS.map(([key, what]) =>
        make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, what)))),
    ),
    make("label", {}, make("input", { type: "checkbox", id: "single-keys" }), "Letters and signs are commands"),
    make("h3", {}, "Marks"),
    make(
      "p",
      { class: "legend" },
      ...[...severities].reverse().flatMap((name) => [make("span", { class: `mark sev-${name}` }, name), " "]),
      make("span", { class: "diff" }, "word that the other side does not have"),
      " ",
      make("span", { class: "ctl" }, "\\u202e"),
      " a character that acts instead of showing, by its code",
    ),
    make("p", {}, "Severity says how much an error hurts if it is one (MQM). p_mangled says how likely a machine mangled the text; score is 100 × (1 − p_mangled). A finding is a suspicion until somebody confirms it. “mtcheck rule” and a code explain a rule."),
    make("p", {}, "Accepted: a real error that is known and may stay for now. Rejected: a false alarm. “Save baseline” writes the decisions to a file that mtcheck gate reads; findings in it no longer fail the gate."),
  );
  byId("single-keys").checked = recall(SINGLE_KEYS) !== "off";
  byId("single-keys").addEventListener("change", (event) => {
    keep(SINGLE_KEYS, event.target.checked ? "on" : "off");
  });
  byId("help").addEventListener("click", (event) => {
    if (event.target === byId("help") || event.target.closest(".close")) byId("help").close();
  });
}

function isTyping(element) {
  return element.matches?.("input:not([type=checkbox]), select, textarea") ?? false;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.key === "Escape") return escape(event);
  if (isTyping(event.target)) return;
  const isList = !byId("sentences").hidden;
  const commands = {
    "/": () => {
      const field = byId(isList ? "search" : "file-search");
      field.focus();
      field.select();
    },
    "?": () => {
      closeDetail();
      byId("help").showModal();
    },
    t: toggleTheme,
    j: () => (isList ? stepFinding(1) : stepFile(1)),
    k: () => (isList ? stepFinding(-1) : stepFile(-1)),
    n: () => isList && byId("next-file").hidden === false && byId("next-file").click(),
    p: () => isList && byId("prev-file").hidden === false && byId("prev-file").click(),
    f: () => {
      if (!isList) return;
      showFilters();
      if (form.classList.contains("is-open")) form.querySelector("#filter-fields input").focus();
    },
    a: () => current >= 0 && isList && toggleDecision(current, "accepted"),
    r: () => current >= 0 && isList && toggleDecision(current, "rejected"),
    u: () => current >= 0 && isList && changeDecision(current, ""),
  };
  const does = byId("single-keys").checked ? commands[event.key] : undefined;
  if (does) {
    event.preventDefault();
    does();
  } else if ((event.key === "Enter" || event.key === " ") && event.target.matches?.("[data-finding]")) {
    event.preventDefault();
    openDetail(event.target, true);
    byId("accept").focus();
  }
}

function escape(event) {
  if (closeDetail(true)) return event.preventDefault();
  const focused = document.activeElement;
  if (byId("rule-filter").open && byId("rule-filter").contains(focused)) {
    byId("rule-filter").open = false;
    byId("rule-filter").querySelector("summary").focus();
    return event.preventDefault();
  }
  if (isTyping(focused)) {
    event.preventDefault();
    return focused.blur();
  }
  if (!byId("sentences").hidden) location.hash = "#/";
}

function stepFile(step) {
  const links = [...fileRows.querySelectorAll(".file-link")];
  const at = links.indexOf(document.activeElement);
  links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}
