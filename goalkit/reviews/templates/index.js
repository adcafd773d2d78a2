"use strict";
// Narrows the list to the reviews that hold every word that is typed: in title, headline or the titles of goals.
(function () {
  var box = document.querySelector(".gk-search");
  var input = box.querySelector("input");
  var told = box.querySelector("[role=status]");
  var reviews = Array.prototype.map.call(document.querySelectorAll(".gk-reviews > li"), function (line) {
    return { line: line, text: plain(line.textContent + " " + line.dataset.find) };
  });
  var years = Array.prototype.slice.call(document.querySelectorAll(".gk-index > section"));

  // "É" is found by "e" too.
  function plain(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function many(count) { return count === 1 ? "1 review" : count + " reviews"; }

  function narrow() {
    var words = plain(input.value).split(/\s+/).filter(Boolean);
    var count = 0;
    reviews.forEach(function (review) {
      var found = words.every(function (word) { return review.text.indexOf(word) >= 0; });
      review.line.hidden = !found;
      count += found ? 1 : 0;
    });
    years.forEach(function (year) {
      year.hidden = !year.querySelector(".gk-reviews > li:not([hidden])");
    });
    if (!words.length) told.textContent = many(count);
    else if (count) told.textContent = count + " of " + many(reviews.length) + (count === 1 ? " matches" : " match");
    else told.textContent = "No review matches; fewer words find more.";
  }

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !input.value) return;
    event.preventDefault();
    input.value = "";
    narrow();
  });
  window.addEventListener("pageshow", narrow); // a page that is gone back to keeps what was typed
  box.hidden = false;
  narrow();
})();
