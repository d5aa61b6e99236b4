// What is known about one finding: shown beside the words while a pointer rests on them, or for
// good when they are clicked, tapped or focused.

const HOVER = 150; // milliseconds that a pointer must rest
const FIXES = { safe: "mtcheck fix --write", unsafe: "mtcheck fix --write --unsafe" };
const LEAVE = 250; // and be away, so that it can travel to the box

const MARGIN = 8; // pixels around the box
const MIN_BOX = 160; // its least height

const detail = byId("detail");

/** Findings that the box tells of, which of them is shown, and the element it belongs to. */
let told = { found: [], at: 0, anchor: null, isPinned: false };
let timer = 0;

function openDetail(anchor, isPinned) {
  clearTimeout(timer);
  const found = anchor.dataset.finding.split(" ").map(Number);
  const isSame = told.anchor === anchor && !detail.hidden;
  told = {
    found,
    at: Math.max(0, found.indexOf(current)),
    anchor,
    isPinned: isPinned || (isSame && told.isPinned),
  };
  fillDetail();
  uncover();
}

function closeDetail(returnFocus = false) {
  clearTimeout(timer);
  if (detail.hidden) return false;
  const { anchor } = told;
  const hadFocus = detail.contains(document.activeElement);
  detail.hidden = true;
  told = { found: [], at: 0, anchor: null, isPinned: false };
  if ((returnFocus || hadFocus) && anchor?.isConnected) {
    anchor.focus({ preventScroll: true });
    detail.hidden = true;
  }
  return true;
}

function line(name, field, ...content) {
  return [make("dt", {}, name), make("dd", { "data-field": field }, ...content)];
}

/** "line 3, column 7", "line 31, cue 12", "page 3": what is known of it. */
function placeOf(finding) {
  const [n, column] = [findings.line[finding], findings.column[finding]];
  return [n && `line ${n}`, n && column && `column ${column}`, said(finding, "place")].filter(Boolean).join(", ");
}

function fillDetail() {
  const finding = told.found[told.at];
  const { code, name, category } = ruleOf(finding);
  const sentence = findings.sentence[finding];
  const probability = findings.probability[finding];
  const facts = make("dl", {});
  facts.append(...line("quote", "quote", isolated(said(finding, "quote") || "(nothing)")));
  if (said(finding, "suggestion")) {
    facts.append(...line("suggestion", "suggestion", isolated(said(finding, "suggestion"))));
    const command = FIXES[findings.fix[finding]];
    if (command) facts.append(...line("fix", "fix", make("code", {}, command), " puts it in"));
  }
  if (said(finding, "source_quote")) {
    facts.append(...line("source says", "source-quote", isolated(said(finding, "source_quote"))));
  }
  if (probability !== null) {
    facts.append(
      ...line("probability", "probability", `${probability.toFixed(2)} that an editor would mark it`),
    );
  }
  const where = findings.side[finding] === CANDIDATE ? "" : " of the source";
  facts.append(
    ...line("place", "place", isolated(placeOf(finding) + where)),
  );
  if (said(finding, "suppressed")) {
    facts.append(...line("set aside", "suppressed", isolated(said(finding, "suppressed"))));
  }
  detail.replaceChildren(
    make(
      "div",
      { class: "head" },
      make(
        "h2",
        { id: "detail-title" },
        make("span", { class: "code", "data-field": "code" }, code),
        " ",
        make("span", { "data-field": "name" }, name),
      ),
      make("button", { type: "button", class: "close", "aria-label": "Close" }, "×"),
    ),
    make(
      "p",
      { class: "kindline" },
      make("span", { class: `sev sev-${severityOf(finding)}`, "data-field": "severity" }, severityOf(finding)),
      make("span", { "data-field": "category" }, category),
    ),
    make("p", { "data-field": "message" }, isolated(said(finding, "message"))),
    facts,
    becauseOf(sentence),
    deciding(finding),
  );
  if (told.found.length > 1) {
    detail.firstChild.after(
      make(
        "p",
        { class: "several" },
        `${told.at + 1} of ${told.found.length} that overlap here `,
        make("button", { type: "button", id: "detail-next" }, "Next"),
      ),
    );
  }
  detail.hidden = false;
  placeDetail();
}

/** What moved the sentence's score, and its numbers. */
function becauseOf(sentence) {
  const part = make("div", { class: "because" });
  const score = isJudged(sentence) ? sentences.score[sentence].toFixed(1) : "not judged";
  const reasons = sentences.because[sentence];
  const verdict = `${score}, ${outcomeOf(sentence)}`;
  part.append(
    make("h3", {}, reasons.length ? `What moved the sentence's score (${verdict})` : `The sentence's score: ${verdict}`),
  );
  if (reasons.length) {
    part.append(make("ul", {}, ...reasons.map((n) => make("li", {}, isolated(texts[n])))));
  }
  const values = Object.entries(metrics)
    .filter(([, column]) => column[sentence] !== null)
    .map(([name, column]) => `${visible(name)} ${column[sentence].toFixed(2)}`);
  if (values.length) part.append(make("p", { class: "metrics" }, values.join(" · ")));
  return part;
}

function deciding(finding) {
  const decision = decisionOf(finding);
  const button = (id, name, label, key) =>
    make(
      "button",
      { type: "button", id, "aria-pressed": String(decision === name), "aria-keyshortcuts": key },
      label,
    );
  const reason = make("input", {
    id: "reason",
    type: "text",
    placeholder: "why (optional)",
    "aria-label": "Reason for the decision",
    autocomplete: "off",
  });
  reason.value = reasonOf(finding);
  reason.disabled = !decision;
  return make(
    "div",
    { class: "deciding" },
    button("accept", "accepted", "Accept: real error", "a"),
    button("reject", "rejected", "Reject: false alarm", "r"),
    ...(decision ? [make("button", { type: "button", id: "undecide", class: "link" }, "Undo")] : []),
    reason,
  );
}

/** Whether the box stands at the bottom of the window instead of beside the words (see the style). */
function isNarrow() {
  return window.matchMedia("(max-width: 640px)").matches;
}

/** Below the words, or above them where there is more room, never over them. */
function placeDetail() {
  detail.style.left = detail.style.top = detail.style.maxHeight = "";
  if (isNarrow() || !told.anchor?.isConnected) return;
  const lines = told.anchor.getClientRects();
  const [words, end] = [lines[0] ?? told.anchor.getBoundingClientRect(), lines[lines.length - 1] ?? lines[0]];
  const below = window.innerHeight - end.bottom - 2 * MARGIN;
  const above = words.top - 2 * MARGIN;
  const isBelow = detail.offsetHeight <= below || below >= above;
  detail.style.maxHeight = `${Math.max(MIN_BOX, isBelow ? below : above)}px`;
  const { width, height } = detail.getBoundingClientRect();
  const right = document.documentElement.clientWidth - width - MARGIN;
  detail.style.left = `${Math.max(MARGIN, Math.min(words.left, right))}px`;
  detail.style.top = `${isBelow ? end.bottom + MARGIN : Math.max(MARGIN, words.top - height - MARGIN)}px`;
}

/** Where the box is at the bottom, scroll until it does not hide the words that it is about. */
function uncover() {
  if (!isNarrow()) return;
  const words = told.anchor.getBoundingClientRect();
  const hidden = words.bottom + 12 - detail.getBoundingClientRect().top;
  const room = words.top - stickyHeight();
  if (hidden > 0) window.scrollBy({ top: Math.min(hidden, room), behavior: "instant" });
}

/** Give the finding a decision, or take the same one back. */
function toggleDecision(finding, decision) {
  changeDecision(finding, decisionOf(finding) === decision ? "" : decision);
}

function changeDecision(finding, decision) {
  decide(finding, decision);
  const isTold = !detail.hidden && told.found.includes(finding);
  const focused = detail.contains(document.activeElement) ? document.activeElement.id : "";
  const isMark = document.activeElement === told.anchor;
  refreshRows(new Set([findings.sentence[finding]]));
  markCurrent();
  if (!isTold) return;
  told.anchor = elementOf(finding) ?? told.anchor;
  if (isMark) told.anchor.focus({ preventScroll: true });
  fillDetail();
  if (focused) (byId(focused) ?? byId("accept")).focus();
}

function followPointer() {
  const marks = "[data-finding]";
  box.addEventListener("pointerover", (event) => {
    const anchor = event.target.closest(marks);
    if (!anchor || event.pointerType === "touch" || told.isPinned) return;
    clearTimeout(timer);
    timer = setTimeout(() => anchor.isConnected && openDetail(anchor, false), HOVER);
  });
  const leave = () => {
    clearTimeout(timer);
    if (!told.isPinned) timer = setTimeout(() => told.isPinned || closeDetail(), LEAVE);
  };
  box.addEventListener("pointerout", (event) => event.target.closest(marks) && leave());
  detail.addEventListener("pointerenter", () => clearTimeout(timer));
  detail.addEventListener("pointerleave", leave);
  box.addEventListener("click", (event) => {
    const anchor = event.target.closest(marks);
    if (!anchor) return;
    setCurrent(Number(anchor.dataset.finding.split(" ")[0]));
    openDetail(anchor, true);
  });
  box.addEventListener("focusin", (event) => {
    const anchor = event.target.closest(marks);
    if (!anchor) return void closeDetail();
    setCurrent(currentAmong(anchor));
    openDetail(anchor, true);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!detail.hidden && !detail.contains(event.target) && !event.target.closest(marks)) {
      closeDetail();
    }
  });
  detail.addEventListener("focusin", () => (told.isPinned = true));
  detail.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const finding = told.found[told.at];
    if (button.classList.contains("close")) closeDetail(true);
    else if (button.id === "detail-next") {
      told.at = (told.at + 1) % told.found.length;
      setCurrent(told.found[told.at]);
      fillDetail();
      byId("detail-next").focus();
    } else if (button.id === "accept") toggleDecision(finding, "accepted");
    else if (button.id === "reject") toggleDecision(finding, "rejected");
    else if (button.id === "undecide") changeDecision(finding, "");
  });
  detail.addEventListener("input", (event) => {
    const finding = told.found[told.at];
    if (event.target.id === "reason") decide(finding, decisionOf(finding), event.target.value);
  });
  window.addEventListener("scroll", () => detail.hidden || placeDetail(), { passive: true });
}
