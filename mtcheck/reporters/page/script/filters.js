// Which sentences are shown, and which findings the keyboard stops at.

const form = byId("filters");
/** 1 for each finding that passes the filters on findings. */
const matches = new Uint8Array(nFindings).fill(1);
/** What the search looks in, by sentence. */
const haystacks = new Array(nSentences);

/** The settings of the form. */
function readFilters() {
  const checked = (name) =>
    new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((input) => input.value));
  const number = (id, otherwise) => {
    const value = byId(id).valueAsNumber;
    return Number.isNaN(value) ? otherwise : value;
  };
  return {
    words: searchable(byId("search").value).trim(),
    rules: checked("rule"),
    severities: checked("severity"),
    outcomes: checked("outcome"),
    min: number("score-min", -Infinity),
    max: number("score-max", Infinity),
    suppressed: byId("suppressed").value,
    decision: byId("decision").value,
    order: byId("order").value,
  };
}

function resetFilters() {
  form.reset();
}

/** Marks what matches, and returns the sentences of a range that pass, in the order to show. */
function filterSentences(first, n, chosen) {
  const narrows =
    chosen.rules.size > 0 ||
    chosen.severities.size > 0 ||
    chosen.decision !== "" ||
    chosen.suppressed === "only";
  const kept = [];
  for (let s = first; s < first + n; s++) {
    let found = 0;
    for (let f = firstFinding[s]; f < firstFinding[s + 1]; f++) {
      matches[f] = passes(f, chosen) ? 1 : 0;
      found += matches[f];
    }
    if (narrows && !found) continue;
    if (chosen.outcomes.size && !chosen.outcomes.has(outcomeOf(s))) continue;
    if (chosen.min > 0 || chosen.max < 100) {
      const score = sentences.score[s];
      if (!isJudged(s) || score < chosen.min || score > chosen.max) continue;
    }
    if (chosen.words && !haystack(s).includes(chosen.words)) continue;
    kept.push(s);
  }
  if (chosen.order === "worst") {
    const rank = (s) => (isJudged(s) ? sentences.score[s] : 101);
    kept.sort((one, other) => rank(one) - rank(other) || one - other);
  }
  return kept;
}

function passes(finding, chosen) {
  const isSetAside = said(finding, "suppressed") !== "";
  if (chosen.suppressed === "hide" && isSetAside) return false;
  if (chosen.suppressed === "only" && !isSetAside) return false;
  if (chosen.severities.size && !chosen.severities.has(severityOf(finding))) return false;
  if (chosen.rules.size && !chosen.rules.has(ruleOf(finding).code)) return false;
  if (!chosen.decision) return true;
  return decisionOf(finding) === (chosen.decision === "open" ? "" : chosen.decision);
}

/** A text as the search sees it: small letters, single spaces. */
function searchable(text) {
  let small = text.toLowerCase();
  if (/[\u0300-\uffff]/.test(small)) small = small.normalize("NFC"); // combining marks and beyond
  return /\s\s|[^\S ]/.test(small) ? small.replace(/\s+/g, " ") : small;
}

function haystack(sentence) {
  const known = haystacks[sentence];
  if (known !== undefined) return known;
  let text = "";
  for (let k = firstSlice[sentence]; k < firstSlice[sentence + 1]; k++) text += ` ${sliceText(k)}`;
  for (let f = firstFinding[sentence]; f < firstFinding[sentence + 1]; f++) {
    const { code, name } = ruleOf(f);
    text += ` \u0000 ${code} ${name} \u0000 ${said(f, "quote")} \u0000 ${said(f, "suggestion")}`;
  }
  return (haystacks[sentence] = searchable(text));
}

/** Make the texts to search in, so that the first search is as quick as the next. */
function prepareSearch() {
  for (let s = 0; s < nSentences; s++) haystack(s);
}

/** The list of rules, with how many findings each has. */
function fillRules() {
  const counts = new Map();
  for (let f = 0; f < nFindings; f++) {
    counts.set(ruleOf(f).code, (counts.get(ruleOf(f).code) ?? 0) + 1);
  }
  const names = new Map(shownRules.map(({ code, name }) => [code, name]));
  const group = form.querySelector(".rules");
  for (const code of [...counts.keys()].sort()) {
    group.append(
      make(
        "label",
        {},
        make("input", { type: "checkbox", name: "rule", value: code }),
        make("span", { class: "code" }, code),
        ` ${names.get(code)} `,
        make("span", { class: "dim" }, numbers.format(counts.get(code))),
      ),
    );
  }
  byId("rule-filter").hidden = counts.size === 0;
}
