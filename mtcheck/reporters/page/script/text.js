// How text gets onto the page: always as text, isolated, and with nothing in it that acts.

// Control and format characters (bidirectional controls, zero-width characters), lone surrogates,
// line and paragraph separators: they act instead of showing a glyph, so their code is shown.
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const SPACES = /\r\n|[\n\r\t]/g;

const numbers = new Intl.NumberFormat("en");

/** The code of a character as Python writes it. */
function codeOf(char) {
  const code = char.codePointAt(0);
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, "0")}`
    : `\\U${code.toString(16).padStart(8, "0")}`;
}

/** The text on one line, codes for what acts: for attributes and titles, which are only text. */
function visible(text) {
  return text.replace(SPACES, " ").replace(ACTING, codeOf);
}

/** The rules, as they may be shown. */
const shownRules = rules.map(([code, name, category]) => ({
  code: visible(code),
  name: visible(name),
  category,
}));

/** An element. Strings among the children become text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text for the page, each code in an element of its own so that it cannot pass for text. */
function shown(text) {
  const fragment = document.createDocumentFragment();
  const line = text.replace(SPACES, " ");
  let end = 0;
  for (const found of line.matchAll(ACTING)) {
    if (found.index > end) fragment.append(line.slice(end, found.index));
    fragment.append(make("span", { class: "ctl" }, codeOf(found[0])));
    end = found.index + found[0].length;
  }
  if (end < line.length) fragment.append(line.slice(end));
  return fragment;
}

/** Text of a stranger, in whatever direction it runs, that moves nothing around it. */
function isolated(text) {
  return make("bdi", {}, shown(text));
}

function plural(n, one, many = `${one}s`) {
  return `${numbers.format(n)} ${n === 1 ? one : many}`;
}

function percent(share) {
  return `${Math.round(share * 100)}%`;
}

/** A probability of being mangled. Nobody is certain, so 0 and 1 are never shown. */
function sayP(p) {
  if (p > 0.999) return "> 0.999";
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

function byId(id) {
  return document.getElementById(id);
}
