// Decisions as files: the baseline that the gate reads, and a table. And back.

const BASELINE = "mtcheck-baseline";
const BASELINE_VERSION = 1;
const CSV_COLUMNS = [
  "file", "line", "column", "place", "code", "name", "severity", "quote", "suggestion", "message",
  "decision", "reason", "fingerprint",
];
// What spreadsheets take as the start of a formula.
const FORMULA = /^[=+\-@\t\r]/;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/gu;

function fileOfFinding(finding) {
  return files[fileOf[findings.sentence[finding]]];
}

/** The decisions as a baseline: one finding a line, so that versions can be compared. */
function baseline() {
  const lines = decidedFindings().map((f) =>
    JSON.stringify({
      file: fileOfFinding(f).posix,
      fingerprint: findings.fingerprint[f],
      code: rules[findings.rule[f]][0],
      quote: said(f, "quote"),
      decision: decisionOf(f),
      reason: reasonOf(f),
    }),
  );
  const head = `{"format": "${BASELINE}", "version": ${BASELINE_VERSION}, "findings": [`;
  return `${head}\n${lines.join(",\n")}\n]}\n`;
}

/** The decisions as a table (RFC 4180) that runs nothing in a spreadsheet. */
function decisionTable() {
  const rows = decidedFindings().map((f) => [
    fileOfFinding(f).path,
    findings.line[f] || "",
    findings.column[f] || "",
    said(f, "place"),
    rules[findings.rule[f]][0],
    rules[findings.rule[f]][1],
    severityOf(f),
    said(f, "quote"),
    said(f, "suggestion"),
    said(f, "message"),
    decisionOf(f),
    reasonOf(f),
    findings.fingerprint[f],
  ]);
  return [CSV_COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

function cell(value) {
  let text = String(value).replace(UNPRINTABLE, (char) =>
    "\t\n\r".includes(char) ? char : codeOf(char),
  );
  if (FORMULA.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Take up the decisions of a baseline; says what came of it. */
function takeUp(content) {
  let loaded;
  try {
    loaded = JSON.parse(content);
  } catch {
    return "This file is not JSON.";
  }
  if (loaded?.format !== BASELINE || !Array.isArray(loaded.findings)) {
    return "This file is not a baseline of mtcheck.";
  }
  if (loaded.version !== BASELINE_VERSION) {
    return `This baseline has version ${visible(String(loaded.version))}; this page reads ${BASELINE_VERSION}.`;
  }
  const names = new Map(files.map((file) => [file.posix, file.id]));
  const known = new Set(keys);
  let taken = 0;
  for (const entry of loaded.findings) {
    const key = `${names.get(plainPath(String(entry?.file)))}:${entry?.fingerprint}`;
    if (known.has(key) && DECISIONS.includes(entry.decision)) {
      decisions.set(key, [entry.decision, typeof entry.reason === "string" ? entry.reason : ""]);
      taken++;
    }
  }
  keepDecisions();
  showDecided();
  const rest = loaded.findings.length - taken;
  return `${plural(taken, "decision")} loaded${rest ? `; ${numbers.format(rest)} for findings that this report does not have` : ""}.`;
}

/** "./a//b" is "a/b". */
function plainPath(path) {
  const parts = path.split("/").filter((part, n) => part !== "." && (part !== "" || n === 0));
  return parts.join("/");
}
