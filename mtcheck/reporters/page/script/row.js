// One sentence as an element: numbers, both sides, its findings.

/** The article of a sentence. `place` and `size` say where it stands in the list. */
function makeRow(sentence, place, size, { withFile, withDifferences, isPrinted }) {
  const file = fileOf[sentence];
  const kind = kindOf(sentence);
  const found = findingsOf(sentence);
  const different = withDifferences ? differences(sentence) : new Map();
  const name = `s${sentence}`;
  const row = make("article", {
    class: "sentence",
    tabindex: "-1",
    "data-sentence": sentence,
    "data-file": files[file].id,
    "data-index": sentences.index[sentence],
    "data-outcome": outcomeOf(sentence),
    "data-kind": kind,
    "aria-posinset": place + 1,
    "aria-setsize": size,
    "aria-labelledby": name,
  });
  if (withFile && (place === 0 || withFile(place))) {
    row.append(make("div", { class: "of-file" }, make("a", { href: linkTo(file) }, isolated(files[file].path))));
  }
  row.append(rowHead(sentence, kind, name));
  row.append(sideOf(sentence, CANDIDATE, found, different, kind));
  if (kind !== "alone") row.append(sideOf(sentence, SOURCE, found, different, kind));
  if (found.length) row.append(make("div", { class: "tags" }, ...[...found].sort(severest).map(tagOf)));
  if (isPrinted && found.length) row.append(printedFindings(found));
  return row;
}

function rowHead(sentence, kind, id) {
  const n = sentences.candidate[sentence];
  const from = firstNumber[sentence];
  const number = n === 0 ? "–" : n === 1 ? numbers.format(from) : `${from}–${from + n - 1}`;
  const score = isJudged(sentence) ? sentences.score[sentence].toFixed(1) : "–";
  const link = make(
    "a",
    { class: "permalink", href: linkTo(fileOf[sentence], sentence), id, title: "Link to this sentence" },
    make("span", { class: "unseen" }, "sentence "),
    number,
  );
  return make(
    "div",
    { class: "gutter" },
    link,
    make("span", { class: `score level-${outcomeOf(sentence)}`, title: "score: 100 is flawless" }, score),
    make(
      "span",
      { class: "is" },
      make("span", { class: `outcome level-${outcomeOf(sentence)}` }, outcomeOf(sentence)),
      kind === "merged" ? make("span", { class: "kind" }, ` ${n}:${sentences.source[sentence]}`) : null,
    ),
  );
}

function sideOf(sentence, side, found, different, kind) {
  const label = side === CANDIDATE ? "candidate" : "source";
  const box = make("div", { class: `side ${label}`, dir: "auto" });
  const parts = slicesOf(sentence, side);
  if (!parts.length) {
    box.classList.add("is-empty");
    box.append(side === CANDIDATE ? "left out" : "no counterpart");
    return box;
  }
  box.append(make("span", { class: "unseen" }, `${label}: `));
  parts.forEach((slice, n) => {
    if (n) box.append(" ");
    box.append(make("bdi", {}, ...marked(slice, side, found, different.get(slice) ?? [])));
  });
  return box;
}

/** The text of a slice, cut where a finding or a difference begins or ends. */
function marked(slice, side, found, ranges) {
  const text = sliceText(slice);
  const start = slices.start[slice];
  const here = found
    .filter((f) => findings.unit[f] === slices.unit[slice] && findings.side[f] === side)
    .map((f) => ({ f, from: findings.start[f] - start, to: findings.end[f] - start }))
    .filter(({ from, to }) => to >= 0 && from <= text.length && (to > 0 || from === to));
  const cuts = new Set([0, text.length]);
  for (const { from, to } of here) cuts.add(clamp(from, text)).add(clamp(to, text));
  const places = [...cuts].sort((one, other) => one - other);
  const nodes = [];
  places.forEach((from, n) => {
    const points = here.filter((mark) => mark.from === mark.to && clamp(mark.from, text) === from);
    for (const { f } of points) nodes.push(markOf([f], []));
    if (n + 1 === places.length) return;
    const to = places[n + 1];
    const over = here.filter((mark) => mark.from < to && mark.to > from).map(({ f }) => f);
    const pieces = withDifferences(text, from, to, ranges);
    if (over.length) nodes.push(markOf(over.sort(severest), pieces));
    else nodes.push(...pieces);
  });
  return nodes;
}

function clamp(offset, text) {
  return Math.max(0, Math.min(offset, text.length));
}

function withDifferences(text, from, to, ranges) {
  const nodes = [];
  let at = from;
  for (const [start, end] of ranges) {
    const [first, last] = [Math.max(start, from), Math.min(end, to)];
    if (first >= last) continue;
    if (first > at) nodes.push(shown(text.slice(at, first)));
    nodes.push(make("span", { class: "diff" }, shown(text.slice(first, last))));
    at = last;
  }
  if (at < to) nodes.push(shown(text.slice(at, to)));
  return nodes;
}

function stateOf(finding) {
  const classes = [`sev-${severityOf(finding)}`];
  if (said(finding, "suppressed")) classes.push("is-suppressed");
  if (decisionOf(finding)) classes.push(`is-${decisionOf(finding)}`);
  if (!matches[finding]) classes.push("is-dim");
  return classes.join(" ");
}

/** The underlined words of one finding, or of several that overlap, the severest first. */
function markOf(found, pieces) {
  const several = found.length > 1 ? ` and ${found.length - 1} more` : "";
  return make(
    "span",
    {
      class: `mark ${stateOf(found[0])}${several ? " is-several" : ""}${pieces.length ? "" : " is-point"}`,
      role: "button",
      tabindex: "0",
      "data-finding": found.join(" "),
      "aria-haspopup": "dialog",
      "aria-label": pieces.length ? undefined : `${ruleOf(found[0]).name}: here`,
      "aria-description": `${severityOf(found[0])}: ${ruleOf(found[0]).name}${several}`,
    },
    ...pieces,
  );
}

/** Whether a finding has a place in the texts that are shown. */
function hasPlace(finding) {
  return findings.unit[finding] >= 0;
}

function tagOf(finding) {
  const { code, name } = ruleOf(finding);
  const word = said(finding, "suppressed") ? "set aside" : decisionOf(finding);
  return make(
    "button",
    {
      type: "button",
      class: `tag ${stateOf(finding)}`,
      "data-finding": finding,
      "aria-haspopup": "dialog",
      tabindex: hasPlace(finding) ? "-1" : "0",
    },
    make("span", { class: "code" }, code),
    ` ${name}`,
    word ? make("span", { class: "word" }, ` ${word}`) : null,
  );
}

/** The findings written out, for paper. */
function printedFindings(found) {
  return make(
    "ul",
    { class: "print-findings" },
    ...found.map((f) =>
      make(
        "li",
        {},
        `${ruleOf(f).code} ${ruleOf(f).name} (${severityOf(f)}): “`,
        isolated(said(f, "quote")),
        "”",
        ...(said(f, "suggestion") ? [" → “", isolated(said(f, "suggestion")), "”"] : []),
        " ",
        isolated(said(f, "message")),
        ...(said(f, "suppressed") ? [" Set aside: ", isolated(said(f, "suppressed"))] : []),
        ...(decisionOf(f) ? [` Decided: ${decisionOf(f)}. `, isolated(reasonOf(f))] : []),
      ),
    ),
  );
}
