// A file as a strip: one bar a sentence, from first to last, the higher the more mangled.

const MIN_BAR = 1; // pixels of a sentence that is flawless

/** Draw the strips of files. All are measured first: drawing makes the browser lay out again. */
function drawStrips(canvases, fileOfCanvas) {
  const sizes = canvases.map(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]);
  const style = getComputedStyle(page);
  const colours = outcomes.map((name) => style.getPropertyValue(`--${name}`));
  canvases.forEach((canvas, n) => drawStrip(canvas, fileOfCanvas(canvas), sizes[n], colours));
}

/** Draw one strip; where there are more sentences than pixels, the worst is drawn. */
function drawStrip(canvas, file, [width, height], colours) {
  const { first, n } = files[file];
  if (!width || !n) return;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  const { bars, step } = barsOf(canvas, n, width);
  const gap = step > 3 ? 1 : 0;
  for (let bar = 0; bar < bars; bar++) {
    const from = first + Math.floor((bar * n) / bars);
    const to = first + Math.max(Math.floor(((bar + 1) * n) / bars), Math.floor((bar * n) / bars) + 1);
    const worst = worstOf(from, to);
    const tall = isJudged(worst)
      ? Math.max(MIN_BAR, ((100 - sentences.score[worst]) / 100) * (height - 2))
      : MIN_BAR;
    context.fillStyle = colours[sentences.outcome[worst]];
    context.fillRect(bar * step, height - tall, step - gap, tall);
  }
}

/** How many bars fit, and how far apart: in the table of files a short file has a short strip. */
function barsOf(canvas, n, width) {
  const bars = Math.min(n, Math.floor(width));
  return { bars, step: Math.min(width / bars, canvas.id === "file-strip" ? 40 : 14) };
}

function worstOf(from, to) {
  let worst = from;
  for (let s = from; s < to; s++) {
    const isWorse = isJudged(s) && (!isJudged(worst) || sentences.score[s] < sentences.score[worst]);
    if (isWorse) worst = s;
  }
  return worst;
}

/** The sentence that was drawn under a pointer; -1 beyond the last one. */
function sentenceUnder(canvas, file, event) {
  const { first, n } = files[file];
  const { left, width } = canvas.getBoundingClientRect();
  const { bars, step } = barsOf(canvas, n, width);
  const bar = Math.max(0, Math.floor((event.clientX - left) / step));
  if (bar >= bars) return -1;
  const from = first + Math.floor((bar * n) / bars);
  return worstOf(from, Math.max(from + 1, first + Math.floor(((bar + 1) * n) / bars)));
}

/** What the strip shows, in words. */
function sayStrip(file) {
  const { first, n } = files[file];
  if (!n) return "No sentences.";
  const counts = new Map();
  for (let s = first; s < first + n; s++) {
    counts.set(outcomeOf(s), (counts.get(outcomeOf(s)) ?? 0) + 1);
  }
  const parts = ["mangled", "suspect", "clean", "unjudged"]
    .filter((name) => counts.has(name))
    .map((name) => `${numbers.format(counts.get(name))} ${name}`);
  return `${plural(n, "sentence")}, first to last: ${parts.join(", ")}.`;
}

/** Tell of the sentence under the pointer, and go to it on a click. */
function followStrip(canvas, fileNow) {
  canvas.addEventListener("pointermove", (event) => {
    const s = sentenceUnder(canvas, fileNow(), event);
    canvas.title = "";
    if (s < 0) return;
    const text = sideText(s, CANDIDATE) || sideText(s, SOURCE);
    const score = isJudged(s) ? `score ${sentences.score[s].toFixed(1)}` : "not judged";
    canvas.title = `${score}: ${visible(text.slice(0, 160))}`;
  });
  canvas.addEventListener("click", (event) => {
    const s = sentenceUnder(canvas, fileNow(), event);
    if (s >= 0) location.hash = linkTo(fileNow(), s);
  });
}
