"use strict";
// Draws each chart of the page on white paper and leaves the pictures as data in the page, for a mail that runs nothing.
(function () {
  var WIDTH = 480; // so that its letters can be read on a phone
  var config = { displayModeBar: false, staticPlot: true };
  var figures = Array.prototype.slice.call(document.querySelectorAll(".gk-chart"));

  function picture(figure) {
    var json = JSON.parse(figure.querySelector("script").textContent);
    var height = json.layout.height || 300;
    json.layout.showlegend = false; // the mail prints legend and title
    json.layout.title = undefined;
    json.layout.paper_bgcolor = "#ffffff";
    json.layout.margin = { l: 12, r: 12, t: 12, b: 12 };
    json.layout.autosize = false;
    json.layout.width = WIDTH;
    return Plotly.toImage({ data: json.data, layout: json.layout, config: config },
      { format: "png", width: WIDTH, height: height, scale: 2.5 });
  }

  Promise.all(figures.map(picture)).then(function (made) {
    document.documentElement.innerHTML = "<body><pre>" + made.join("\n") + "</pre></body>";
  });
})();
