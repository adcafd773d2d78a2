// Draws a figure in the colours of the page, and again when the figure, the theme or the width changes.

const CONFIG = { displayModeBar: false, responsive: false, showTips: false };
const PATIENCE = 8000;
const SLOW = "The chart is on its way. If it does not come, run all cells again.";

// plotly.js is megabytes, so a page fetches it once, from its own kernel and from nowhere else.
function plotly(model) {
  const shared = (globalThis.gkPlotly ??= { asked: 0 });
  shared.ready ??= new Promise((give) => (shared.give = give));
  if (!shared.done && Date.now() - shared.asked > PATIENCE) {
    shared.asked = Date.now();
    model.on("msg:custom", async (told, buffers) => {
      if (told.library !== "plotly" || shared.done) return;
      shared.done = true;
      const head = "const module = { exports: {} }, exports = module.exports, define = undefined;\n";
      const code = new Blob([head, buffers[0], "\nexport default module.exports;"], { type: "text/javascript" });
      const url = URL.createObjectURL(code);
      shared.give((await import(url)).default);
      URL.revokeObjectURL(url);
    });
    model.send({ ask: "plotly" });
  }
  return shared.ready;
}

function isDark(el) {
  const light = document.body.dataset.jpThemeLight;
  if (light !== undefined) return light === "false";
  const [red, green, blue] = getComputedStyle(el).color.match(/[\d.]+/g).map(Number);
  return red + green + blue > 382; // light text stands on a dark page
}

function recoloured(value, dark) {
  if (typeof value === "string") return dark[value] ?? value;
  if (Array.isArray(value)) return value.map((part) => recoloured(part, dark));
  if (value === null || typeof value !== "object") return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, recoloured(part, dark)]));
  if (copy.type === "heatmap") copy.reversescale = false;
  return copy;
}

// On a phone every second or third label has room.
function thin(axis, width) {
  if (!axis?.tickvals || width > 560) return;
  const step = axis.tickvals.length > 8 ? 3 : 2;
  axis.tickvals = axis.tickvals.filter((_, at) => at % step === 0);
  axis.ticktext = axis.ticktext?.filter((_, at) => at % step === 0);
}

// The words around a wheel need their room also where it is narrow, and there it needs less height.
function roomAround(layout, width) {
  Object.assign(layout.margin, { l: 64, r: 64, t: 32 });
  layout.height = Math.min(layout.height ?? width, width + 80);
}

function themed(model, el, width) {
  const figure = JSON.parse(model.get("figure"));
  const made = isDark(el) ? recoloured(figure, model.get("dark")) : figure;
  Object.assign(made.layout, { title: undefined, paper_bgcolor: "rgba(0,0,0,0)", width });
  if (model.get("legend").length) made.layout.showlegend = false; // it stands above, as text
  made.layout.margin = { l: 8, r: 8, t: 12, b: 8, ...model.get("margin") };
  thin(made.layout.xaxis, width);
  if (made.layout.polar && width < 480) roomAround(made.layout, width);
  return made;
}

function legendOf(model, el) {
  const dark = isDark(el) ? model.get("dark") : {};
  return model.get("legend").map(([label, colour]) => {
    const item = document.createElement("li");
    const mark = document.createElement("span");
    mark.style.background = dark[colour] ?? colour;
    item.append(mark, label);
    return item;
  });
}

function render({ model, el }) {
  const id = `gk-picture-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gk-picture");
  el.innerHTML = `
    <p class="gk-picture-title"></p><p class="gk-picture-words" id="${id}" role="status"></p>
    <ul class="gk-picture-legend"></ul><p class="gk-picture-slow"></p>
    <div class="gk-plot" role="img" aria-describedby="${id}"></div>`;
  const [title, words, slow] = el.querySelectorAll("p");
  const [legend, plot] = [el.querySelector("ul"), el.querySelector(".gk-plot")];
  let due = 0;
  let gone = false;

  const draw = async () => {
    title.textContent = model.get("title");
    words.textContent = model.get("alt");
    plot.setAttribute("aria-label", model.get("title"));
    const empty = !model.get("figure");
    plot.hidden = legend.hidden = title.hidden = empty;
    if (empty) return;
    legend.replaceChildren(...legendOf(model, el));
    const late = setTimeout(() => (slow.textContent = SLOW), PATIENCE);
    const library = await plotly(model);
    clearTimeout(late);
    slow.textContent = "";
    const width = Math.floor(plot.clientWidth);
    if (gone || width === 0 || !model.get("figure")) return; // folded away: drawn when there is room
    const made = themed(model, el, width);
    await library.react(plot, made.data, made.layout, CONFIG);
    plot.dataset.theme = isDark(el) ? "dark" : "light";
  };
  const again = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(draw);
  };
  const size = new ResizeObserver(again);
  const theme = new MutationObserver(again);
  size.observe(el);
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"] });
  for (const name of ["figure", "title", "alt", "legend"]) model.on(`change:${name}`, again);
  again();
  return () => {
    gone = true;
    size.disconnect();
    theme.disconnect();
    cancelAnimationFrame(due);
  };
}
export default { render };
