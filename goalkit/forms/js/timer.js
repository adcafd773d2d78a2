// The timer's face. It counts from the instant at which the stretch began, so that it goes on while
// the kernel is busy, restarted or gone; presses carry the time at which they were made.

const SLOW = 5000;
const SAME_CLOCK = 2000; // ms; below it the difference to the kernel's clock is only the way there
const NO_ANSWER =
  "No answer yet. A busy kernel does it as soon as it can, counted from your click; if it was restarted, run all " +
  "cells again. The timer goes on meanwhile.";

const MARKUP = `
<div class="gk-face">
  <div class="gk-clock" role="timer" aria-live="off" aria-label="Timer"></div>
  <div class="gk-told"><strong class="gk-on"></strong> <span class="gk-doing"></span><div class="gk-since"></div></div>
  <div class="gk-buttons">
    <button type="button" data-do="pause">Pause</button>
    <button type="button" data-do="resume">Resume</button>
    <button type="button" data-do="stop">Stop</button>
    <button type="button" data-do="earlier" class="gk-plain">It ended earlier …</button>
  </div>
</div>
<div class="gk-phase"><span class="gk-left"></span><progress max="1" aria-hidden="true"></progress></div>
<div class="gk-question" role="group" tabindex="-1" hidden>
  <strong class="gk-title"></strong> <span class="gk-text"></span>
  <form class="gk-ended"><label>It ended at <input type="time" name="clock" required></label>
    <label class="gk-day">on <input type="date" name="day"></label>
    <button type="submit">Log until then</button></form>
  <div class="gk-turns" role="group" aria-label="Which one?"></div>
  <div class="gk-choices">
    <button type="button" data-answer="sure"></button>
    <button type="button" data-answer="drop">Throw it away</button>
    <button type="button" data-answer="leave" class="gk-plain">Let it run</button>
  </div>
</div>
<div class="gk-foot"><span class="gk-said" role="status"></span>
  <button type="button" data-do="undo" class="gk-plain">Undo</button><span class="gk-slow" role="status"></span></div>
<div class="gk-interrupted" role="group"><span class="gk-caption">Interrupted by</span></div>
<form class="gk-work">
  <div class="gk-wide"><label>What are you doing?</label><input type="text" name="description" autocomplete="off"></div>
  <div><label>Goal</label><select name="goal_id"></select></div>
  <div><label>Project</label><input type="text" name="project" autocomplete="off" placeholder="as in your tracker"></div>
  <div><label>Pomodoro</label><select name="pomodoro">
    <option value="off">off</option><option value="25/5">25 min, break 5</option>
    <option value="50/10">50 min, break 10</option><option value="own">my own …</option></select>
    <span class="gk-own"><label>Focus <input type="number" name="focus_minutes" min="1" max="180" value="40"> min</label>
    <label>Break <input type="number" name="break_minutes" min="1" max="60" value="8"> min</label></span></div>
  <div class="gk-act">
    <button type="submit" data-do="start" class="gk-main">Start</button>
    <button type="button" data-do="switch">Switch to this</button>
    <button type="button" data-do="correct">Correct this stretch</button>
    <span class="gk-hint"></span></div>
</form>
<span class="gk-quiet" role="status"></span>`;

const two = (number) => String(number).padStart(2, "0");

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}

function length(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return [hours ? `${hours} h` : "", minutes ? `${minutes} min` : ""].filter(Boolean).join(" ");
}

function phaseText(paused, left) {
  const [name, over] = paused ? ["Break", "Break over"] : ["Focus", "Break due"];
  if (left > 0) return `${name}: ${length(Math.max(1, Math.ceil(left)))} left`;
  return -left < 1 ? `${over} now` : `${over} since ${length(-left)}`;
}

function render({ model, el }) {
  const box = document.createElement("section");
  box.className = "gk-timer";
  box.setAttribute("aria-label", "Timer");
  box.innerHTML = MARKUP;
  el.append(box);
  const one = (selector) => box.querySelector(selector);
  for (const label of box.querySelectorAll(".gk-work > div > label")) {
    label.htmlFor = label.nextElementSibling.id = `gk-${Math.random().toString(36).slice(2)}`;
  }
  const put = (selector, text) => {
    const found = one(selector);
    if (found.textContent !== text) found.textContent = text;
  };
  const [work, ended, question, interrupted] = [".gk-work", ".gk-ended", ".gk-question", ".gk-interrupted"].map(one);

  let skew = 0; // the kernel's clock minus this one's
  let waiting = null;
  let sent = "";
  let next = null;
  let slow = 0;
  let filled = "";
  let asked = "";
  let announced = null;
  let looked = false;
  const shown = () => model.get("shown");
  const now = () => Date.now() + skew;

  const busy = (on) => {
    clearTimeout(slow);
    box.setAttribute("aria-busy", String(on));
    put(".gk-slow", "");
    if (on) slow = setTimeout(() => put(".gk-slow", NO_ANSWER), SLOW);
  };
  const tell = (message) => model.send({ ...message, id: `${Date.now()}.${Math.random()}`, at_ms: now() });
  // One press at a time: a second one that is no double click waits until the first was heard.
  const press = (message, at_ms = now()) => {
    if (waiting !== null) {
      if (JSON.stringify(message) !== sent) next = [message, at_ms];
      return;
    }
    waiting = `${Date.now()}.${Math.random()}`;
    sent = JSON.stringify(message);
    busy(true);
    model.send({ ...message, id: waiting, at_ms });
  };
  const hear = (message) => {
    if (message.now_ms !== undefined) {
      skew = message.now_ms - Date.now();
      if (Math.abs(skew) < SAME_CLOCK) skew = 0;
    }
    if (message.heard !== waiting) return;
    waiting = null;
    busy(false);
    if (next === null) return;
    const [later, at_ms] = next;
    next = null;
    press(later, at_ms);
  };

  const typed = () => {
    const given = Object.fromEntries(["description", "project", "goal_id"].map((name) => [name, work[name].value.trim()]));
    const own = `${work.focus_minutes.value}/${work.break_minutes.value}`;
    return { ...given, pomodoro: work.pomodoro.value === "own" ? own : work.pomodoro.value };
  };
  const running = () => {
    const { description, project, goal_id, focus_minutes: focus, break_minutes: rest } = shown();
    return { description, project, goal_id, pomodoro: focus ? (rest ? `${focus}/${rest}` : `${focus}`) : "off" };
  };
  const fill = () => {
    const now_running = running();
    const key = JSON.stringify(now_running); // what was typed for later stays over a pause
    if (shown().status === "none" || key === filled) return;
    filled = key;
    for (const name of ["description", "project", "goal_id"]) work[name].value = now_running[name];
    const known = [...work.pomodoro.options].some((option) => option.value === now_running.pomodoro);
    work.pomodoro.value = known ? now_running.pomodoro : "own";
    if (!known) [work.focus_minutes.value, work.break_minutes.value] = [shown().focus_minutes, shown().break_minutes];
  };
  const compare = () => {
    const none = shown().status === "none";
    const same = !none && JSON.stringify(typed()) === JSON.stringify(running());
    one("[data-do=start]").hidden = !none;
    for (const name of ["switch", "correct"]) {
      one(`[data-do=${name}]`).hidden = none || (name === "correct" && shown().status === "paused"); // logged by then
      one(`[data-do=${name}]`).disabled = same;
    }
    put(".gk-hint", none || !same ? "" : "Change something here to go on with it, or to correct this stretch.");
    one(".gk-own").hidden = work.pomodoro.value !== "own";
  };
  const offer = () => {
    const chosen = work.goal_id.value;
    const goals = [["–", ""], ...shown().goals];
    work.goal_id.replaceChildren(...goals.map(([title, key]) => new Option(title, key)));
    work.goal_id.value = goals.some(([, key]) => key === chosen) ? chosen : "";
  };
  const count = () => {
    interrupted.hidden = shown().status === "none";
    const names = interrupted.querySelectorAll("button").length;
    if (!names) {
      const make = ([kind]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.by = kind;
        button.append(kind, Object.assign(document.createElement("b"), { className: "gk-count" }));
        return button;
      };
      interrupted.append(...shown().kinds.map(make));
    }
    for (const [kind, times] of shown().kinds) {
      const button = interrupted.querySelector(`[data-by="${kind}"]`);
      button.querySelector("b").textContent = times || "";
      button.setAttribute("aria-label", `Interrupted by ${kind}, ${times} this stretch`);
    }
    interrupted.setAttribute("aria-label", `Interrupted by, ${shown().interrupted_today} today`);
  };
  const ask = () => {
    const wanted = shown().question;
    const key = JSON.stringify(wanted && [wanted.title, wanted.turns]);
    question.hidden = wanted === null;
    if (wanted === null || key === asked) return void (asked = key);
    asked = key;
    put(".gk-title", wanted.title);
    put(".gk-text", wanted.text);
    question.setAttribute("aria-label", wanted.title);
    one("[data-answer=sure]").textContent = `It is right: log all ${wanted.length}`;
    one("[data-answer=sure]").hidden = !wanted.forgotten;
    one(".gk-day").hidden = wanted.days.length === 0;
    [ended.day.min, ended.day.max] = wanted.days.length ? wanted.days : ["", ""];
    if (!ended.day.value) ended.day.value = wanted.days[0] ?? "";
    const turn = ([label, iso]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => press({ do: "answer", answer: "ended", end: iso }));
      return button;
    };
    one(".gk-turns").replaceChildren(...(wanted.turns.length ? ["It came twice that night. Which one? "] : []), ...wanted.turns.map(turn));
    if (waiting !== null) question.focus({ preventScroll: true }); // only when the person's own press asked for it
  };

  const tick = () => {
    const { status, began_ms, focus_minutes, break_minutes, logged_today_s, day_ms, goal, since } = shown();
    const passed = status === "none" ? 0 : (now() - began_ms) / 1000;
    const paused = status === "paused";
    put(".gk-clock", clock(passed));
    const more = status === "running" ? Math.max(0, (now() - Math.max(began_ms, day_ms)) / 1000) : 0;
    const today = logged_today_s + more >= 60 ? `today ${length(logged_today_s + more)}${goal ? " on this goal" : " in all"}` : "";
    const how = { none: "No timer runs", running: `Running since ${since}`, paused: `Paused since ${since}` }[status];
    const done = shown().pomodoros ? `${shown().pomodoros} Pomodoro${shown().pomodoros === 1 ? "" : "s"} today` : "";
    put(".gk-since", [how, today, done].filter(Boolean).join(" · "));
    const minutes = status === "none" ? null : paused ? break_minutes : focus_minutes;
    one(".gk-phase").hidden = !minutes;
    const left = minutes ? minutes * 60 - passed : 1;
    box.classList.toggle("gk-due", left <= 0);
    if (minutes) {
      put(".gk-left", phaseText(paused, left));
      one("progress").value = Math.min(1, Math.max(0, passed / (minutes * 60)));
    }
    const due = left <= 0 ? `${began_ms} ${status}` : null;
    if (due !== announced) {
      announced = due;
      put(".gk-quiet", due ? (paused ? "The break is over." : "The focus time is over; a break is due.") : "");
    }
    const late = (shown().ask_ms && now() > shown().ask_ms) || now() >= shown().day_end_ms;
    if (late && !looked) {
      looked = true; // once, whatever the answer
      tell({ do: "look" });
    }
  };
  const draw = () => {
    const { status, said, mood, undo, on, description, set_back } = shown();
    looked = false;
    box.dataset.status = status;
    put(".gk-on", status === "none" ? "" : on);
    put(".gk-doing", status === "none" || description === on ? "" : description);
    for (const [name, states] of [["pause", ["running"]], ["resume", ["paused"]], ["stop", ["running", "paused"]], ["earlier", ["running"]]])
      one(`[data-do=${name}]`).hidden = !states.includes(status);
    put(".gk-said", set_back && !said ? `The clock was set back: it stands ${set_back} before the timer began.` : said);
    one(".gk-foot").dataset.mood = mood;
    one("[data-do=undo]").hidden = !undo;
    offer();
    fill();
    compare();
    count();
    ask();
    tick();
    // Else JupyterLab takes a letter pressed on a button or a list for a command of its own.
    for (const found of box.querySelectorAll("button, select, input")) found.dataset.lmSuppressShortcuts = "true";
  };

  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button === null || button.type === "submit" || button.disabled) return;
    const { do: act, answer, by } = button.dataset;
    if (by) press({ do: "interrupt", by });
    else if (answer) press({ do: "answer", answer });
    else if (act) press({ do: act, ...(["switch", "correct"].includes(act) ? typed() : {}) });
  });
  work.addEventListener("submit", (event) => {
    event.preventDefault();
    if (shown().status === "none") press({ do: "start", ...typed() });
  });
  ended.addEventListener("submit", (event) => {
    event.preventDefault();
    const day = one(".gk-day").hidden ? "" : `${ended.day.value} `;
    press({ do: "answer", answer: "ended", end: `${day}${ended.clock.value}` });
  });
  work.addEventListener("input", compare);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault(); // JupyterLab lets no key through to the form itself
    event.target.form.requestSubmit();
  });
  question.addEventListener("keydown", (event) => event.key === "Escape" && press({ do: "answer", answer: "leave" }));
  const look = () => document.visibilityState === "visible" && tell({ do: "look" });
  document.addEventListener("visibilitychange", look);
  model.on("change:shown", draw);
  model.on("msg:custom", hear);
  draw();
  look();
  const beat = setInterval(tick, 250);
  return () => {
    clearInterval(beat);
    clearTimeout(slow);
    document.removeEventListener("visibilitychange", look);
    model.off("change:shown", draw);
    model.off("msg:custom", hear);
  };
}
export default { render };
