// Which words stand on one side only.

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}\p{M}]/gu;

// A table of that many cells is filled in a few milliseconds; longer texts are only stripped of
// what they begin and end with alike.
const MAX_CELLS = 1_000_000;

/** The words of the slices of one side: which slice, from where to where, what it says. */
function wordsOf(sides) {
  const words = [];
  for (const slice of sides) {
    for (const found of sliceText(slice).matchAll(WORD)) {
      words.push({
        slice,
        start: found.index,
        end: found.index + found[0].length,
        text: found[0].normalize("NFC"),
      });
    }
  }
  return words;
}

/** By slice, the [start, end] ranges of words that have no counterpart on the other side. */
function differences(sentence) {
  const one = wordsOf(slicesOf(sentence, CANDIDATE));
  const other = wordsOf(slicesOf(sentence, SOURCE));
  const ranges = new Map();
  if (!one.length || !other.length) return ranges;
  let head = 0;
  while (head < Math.min(one.length, other.length) && one[head].text === other[head].text) head++;
  let tail = 0;
  while (
    tail < Math.min(one.length, other.length) - head &&
    one[one.length - 1 - tail].text === other[other.length - 1 - tail].text
  ) {
    tail++;
  }
  const left = one.slice(head, one.length - tail);
  const right = other.slice(head, other.length - tail);
  const kept = commonWords(left, right);
  for (const [words, common] of [[left, kept[0]], [right, kept[1]]]) {
    words.forEach((word, n) => {
      if (common.has(n)) return;
      const known = ranges.get(word.slice) ?? [];
      const last = known[known.length - 1];
      if (last && n > 0 && words[n - 1].end === last[1] && !common.has(n - 1)) last[1] = word.end;
      else known.push([word.start, word.end]);
      ranges.set(word.slice, known);
    });
  }
  return ranges;
}

/** The longest common subsequence of two lists of words: the places on either side. */
function commonWords(left, right) {
  const kept = [new Set(), new Set()];
  const width = right.length + 1;
  if (!left.length || !right.length || (left.length + 1) * width > MAX_CELLS) return kept;
  const table = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      table[i * width + j] =
        left[i].text === right[j].text
          ? table[(i + 1) * width + j + 1] + 1
          : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i].text === right[j].text) {
      kept[0].add(i++);
      kept[1].add(j++);
    } else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i++;
    else j++;
  }
  return kept;
}
