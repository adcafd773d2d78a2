"use strict";
// Draws the charts of the page, in the colours of the theme, and again when the theme or the paper changes.
(function () {
  var DARK = __DARK__;
  var PRINT_WIDTH = 680; // A4 less its margins, in CSS pixels
  var config = { displayModeBar: false, responsive: true, showTips: false };
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var charts = Array.prototype.map.call(document.querySelectorAll(".gk-chart"), function (figure) {
    return {
      figure: figure,
      plot: figure.querySelector(".gk-plot"),
      json: JSON.parse(figure.querySelector("script").textContent),
    };
  });

  function recoloured(value) {
    if (typeof value === "string") return DARK[value] || value;
    if (Array.isArray(value)) return value.map(recoloured);
    if (value === null || typeof value !== "object") return value;
    var copy = {};
    Object.keys(value).forEach(function (key) { copy[key] = recoloured(value[key]); });
    if (copy.type === "heatmap") copy.reversescale = false;
    return copy;
  }

  // On a phone every second or third label has room.
  function thin(axis, width) {
    if (!axis || !axis.tickvals || !axis.ticktext || width > 560) return;
    var step = axis.tickvals.length > 8 ? 3 : 2;
    var keep = function (_, at) { return at % step === 0; };
    axis.tickvals = axis.tickvals.filter(keep);
    axis.ticktext = axis.ticktext.filter(keep);
  }

  function draw(chart, night, width) {
    var json = JSON.parse(JSON.stringify(chart.json));
    if (night) json = recoloured(json);
    var layout = json.layout;
    layout.showlegend = false; // the page prints legend and title
    layout.title = undefined;
    layout.paper_bgcolor = "rgba(0,0,0,0)";
    layout.margin = { l: 8, r: 8, t: 12, b: 8 };
    layout.autosize = !width;
    if (width) layout.width = width;
    thin(layout.xaxis, width || chart.plot.clientWidth);
    return Plotly.react(chart.plot, json.data, layout, config);
  }

  function widthOnPaper(chart) {
    return chart.figure.classList.contains("gk-half") ? (PRINT_WIDTH - 32) / 2 : PRINT_WIDTH;
  }

  function onScreen() { charts.forEach(function (chart) { draw(chart, dark.matches, 0); }); }
  function onPaper() { charts.forEach(function (chart) { draw(chart, false, widthOnPaper(chart)); }); }
  function openAll() {
    document.querySelectorAll("details:not([open])").forEach(function (part) {
      part.open = true;
      part.dataset.shut = "yes";
    });
  }
  function shutAgain() {
    document.querySelectorAll("details[data-shut]").forEach(function (part) {
      part.open = false;
      delete part.dataset.shut;
    });
  }

  onScreen();
  dark.addEventListener("change", onScreen);
  window.addEventListener("beforeprint", function () { openAll(); onPaper(); });
  window.addEventListener("afterprint", function () { shutAgain(); onScreen(); });
})();
