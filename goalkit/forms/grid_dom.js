// An editable table, the browser's side. The kernel keeps every row and every text that is not saved yet;
// here they are shown, and each thing a person does goes there as a message with a number `n`. What the
// kernel says it has seen (`marks.seen`) tells which typed texts are its own by now: until then the ones
// here stand. Texts are only ever set as text or as values, never as markup.

const PAUSE = 350; // ms after the last key in a cell until the kernel has it checked
const SLOW = 5000;
const NO_ANSWER = "No answer yet. A busy kernel does it as soon as it can; if it was restarted, run all cells again.";
const BUTTON = "jupyter-widgets jupyter-button widget-button";
const SHOWN = ["title", "note", "columns", "page", "marks", "chosen", "told", "pasted"];
const SIZES = [25, 50, 100, 200];
const FOCUSED = new Set(["input", "select", "textarea", "button"]);
const PLACEHOLDERS = { day: "yyyy-mm-dd", clock: "hh:mm" };
const number = new Intl.NumberFormat("en");

let last = 0;
let grids = 0;
const tick = () => (last = Math.max(last + 1, Date.now()));

function make(tag, given = {}, ...inside) {
  const one = document.createElement(tag);
  // JupyterLab's single-key shortcuts stay away from whatever can have the focus; it asks that very element.
  if (FOCUSED.has(tag) || given.tabIndex === 0) one.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (name.includes("-") || ["role", "list", "for", "colspan", "scope"].includes(name)) one.setAttribute(name, value);
    else one[name] = value;
  }
  one.append(...inside.filter((part) => part !== null && part !== undefined));
  return one;
}

const counted = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;
const rowsOf = (count) => counted(count, "row", "rows");
const put = (element, name, value) =>
  value ? element.setAttribute(name, value) : element.hasAttribute(name) && element.removeAttribute(name);

function classOf(column) {
  const short = column.kind === "choice" && Object.values(column.labels).every((label) => label.length <= 10);
  return `gk-k-${column.kind} ${column.needed ? "gk-needed" : ""} ${short ? "gk-short" : ""}`;
}

// Examples of what a filter understands: ", project:word, goal:none".
function hintsOf(columns) {
  const first = columns.find((column) => column.editable && column.kind === "text");
  const chosen = columns.find((column) => column.kind === "choice" && !column.needed);
  const word = (column) => column.title.toLowerCase().split(" ")[0];
  return [first && `${word(first)}:word`, chosen && `${word(chosen)}:none`].filter(Boolean).map((text) => `, ${text}`).join("");
}

const valueOf = (control) => (control.type === "checkbox" ? (control.checked ? "yes" : "") : control.value);
const labelled = (column, text) => (column.kind === "choice" ? (column.labels[text] ?? text) : text) || "–";
const keyOf = (row, name) => `${row}\n${name}`;
