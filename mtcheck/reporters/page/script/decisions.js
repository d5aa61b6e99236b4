// What the reader decided about findings: accepted (a real error, known, may stay for now) or
// rejected (a false alarm). Kept in the browser under the report's own name, where it lets us.

const STORE = `mtcheck:decisions:${page.dataset.report}`;
const SINGLE_KEYS = "mtcheck:keys";
const PROBE = "mtcheck:probe"; // written once, to learn whether anything can be
const THEME = "mtcheck:theme";
const DECISIONS = ["accepted", "rejected"];

const keys = new Array(nFindings);
files.forEach((file) => {
  for (let n = 0; n < file.n_findings; n++) {
    const finding = file.first_finding + n;
    keys[finding] = `${file.id}:${findings.fingerprint[finding]}`;
  }
});

/** Decision and reason of each decided finding, by its key. */
let decisions = new Map();

/** What is kept under a name; null where nothing is, or nothing may be. */
function recall(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keep a value; false where the browser does not let us. */
function keep(name, value) {
  try {
    window.localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

function decisionOf(finding) {
  return decisions.get(keys[finding])?.[0] ?? "";
}

function reasonOf(finding) {
  return decisions.get(keys[finding])?.[1] ?? "";
}

/** Decide about a finding; an empty decision takes it back. */
function decide(finding, decision, reason = reasonOf(finding)) {
  if (decision) decisions.set(keys[finding], [decision, reason]);
  else decisions.delete(keys[finding]);
  keepDecisions();
  showDecided();
}

function keepDecisions() {
  const isKept = keep(STORE, JSON.stringify(Object.fromEntries(decisions)));
  if (!isKept) warnOfStorage();
}

function recallDecisions() {
  const known = new Set(keys);
  try {
    const stored = Object.entries(JSON.parse(recall(STORE) ?? "{}") ?? {});
    decisions = new Map(
      stored.filter(
        ([key, value]) =>
          known.has(key) &&
          Array.isArray(value) &&
          DECISIONS.includes(value[0]) &&
          typeof value[1] === "string",
      ),
    );
  } catch {
    decisions = new Map(); // somebody else's, or damaged
  }
  if (!keep(PROBE, "1")) warnOfStorage();
  showDecided();
}

function warnOfStorage() {
  const warning = byId("storage-warning");
  warning.textContent =
    "This browser keeps nothing for this page: decisions are lost when it is closed. Save them as a baseline first.";
  warning.hidden = false;
}

function decidedFindings() {
  const decided = [];
  for (let f = 0; f < nFindings; f++) if (decisions.has(keys[f])) decided.push(f);
  return decided;
}

function showDecided() {
  const n = decidedFindings().length;
  byId("decided").textContent = nFindings
    ? `${numbers.format(n)} of ${plural(nFindings, "finding")} decided`
    : "";
  for (const id of ["export-baseline", "export-csv"]) byId(id).disabled = n === 0;
}
