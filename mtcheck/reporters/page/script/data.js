// The report's data, and where to find things in it. A sentence here is an alignment: what is
// scored. Sentences and findings are numbers: places in the columns of `data`.

const page = document.documentElement;
page.dataset.js = "on";

const data = JSON.parse(document.getElementById("data").textContent);
const { files, texts, sentences, metrics, slices, findings, units, rules, severities, outcomes } = data;

const CANDIDATE = 0;
const SOURCE = 1;
const nSentences = sentences.index.length;
const nFindings = findings.sentence.length;

/** The file of each sentence. */
const fileOf = new Int32Array(nSentences);
/** The first slice of each sentence; those of its candidate come before those of its source. */
const firstSlice = new Int32Array(nSentences + 1);
/** The first finding of each sentence; the last entry is the number of findings. */
const firstFinding = new Int32Array(nSentences + 1).fill(nFindings);
/** The number, in its file and from 1, of a sentence's first candidate sentence. */
const firstNumber = new Int32Array(nSentences);
/** How many characters each side of a sentence has. */
const lengths = [new Int32Array(nSentences), new Int32Array(nSentences)];

files.forEach((file, n) => {
  let number = 1;
  for (let s = file.first; s < file.first + file.n; s++) {
    fileOf[s] = n;
    firstNumber[s] = number;
    number += sentences.candidate[s];
  }
});
for (let s = 0; s < nSentences; s++) {
  firstSlice[s + 1] = firstSlice[s] + sentences.candidate[s] + sentences.source[s];
  for (let k = firstSlice[s]; k < firstSlice[s + 1]; k++) {
    const side = k < firstSlice[s] + sentences.candidate[s] ? CANDIDATE : SOURCE;
    lengths[side][s] += slices.end[k] - slices.start[k] + 1;
  }
}
for (let f = nFindings - 1; f >= 0; f--) firstFinding[findings.sentence[f]] = f;
for (let s = nSentences - 1; s >= 0; s--) {
  firstFinding[s] = Math.min(firstFinding[s], firstFinding[s + 1]);
}

const fileByName = new Map(files.map((file, n) => [file.id, n]));

/** The slices of one side of a sentence, as numbers. */
function slicesOf(sentence, side) {
  const middle = firstSlice[sentence] + sentences.candidate[sentence];
  const [from, to] =
    side === CANDIDATE ? [firstSlice[sentence], middle] : [middle, firstSlice[sentence + 1]];
  return Array.from({ length: to - from }, (_, n) => from + n);
}

function sliceText(slice) {
  return texts[units.text[slices.unit[slice]]].slice(slices.start[slice], slices.end[slice]);
}

function sideText(sentence, side) {
  return slicesOf(sentence, side).map(sliceText).join(" ");
}

/** The findings of a sentence, as numbers, in reading order. */
function findingsOf(sentence) {
  const from = firstFinding[sentence];
  return Array.from({ length: firstFinding[sentence + 1] - from }, (_, n) => from + n);
}

/** A text field of a finding. */
function said(finding, field) {
  return texts[findings[field][finding]];
}

/** Code, name and category of a finding's rule, fit to be shown. */
function ruleOf(finding) {
  return shownRules[findings.rule[finding]];
}

function severityOf(finding) {
  return severities[findings.severity[finding]];
}

function outcomeOf(sentence) {
  return outcomes[sentences.outcome[sentence]];
}

function isJudged(sentence) {
  return outcomeOf(sentence) !== "unjudged";
}

/** The sentence with this alignment index in a file, or -1. */
function sentenceAt(file, index) {
  const { first, n } = files[file];
  for (let s = first; s < first + n; s++) if (sentences.index[s] === index) return s;
  return -1;
}

/** How the sides of a sentence belong together. */
function kindOf(sentence) {
  const candidate = sentences.candidate[sentence];
  const source = sentences.source[sentence];
  if (!candidate) return "omitted";
  if (!source) return files[fileOf[sentence]].way === "source" ? "uncovered" : "alone";
  return candidate === 1 && source === 1 ? "one" : "merged";
}

/** Where a link to a sentence, or to a file, points. */
function linkTo(file, sentence) {
  const start = `#/f/${files[file].id}`;
  return sentence === undefined ? start : `${start}/s/${sentences.index[sentence]}`;
}

const severest = (one, other) => findings.severity[other] - findings.severity[one] || one - other;
