// Everything here is a convenience: each page is whole without it.
"use strict";

const THEMES = ["system", "light", "dark"];

function remembered(value) {
  try {
    if (value !== undefined) localStorage.setItem("conformance-theme", value);
    return localStorage.getItem("conformance-theme");
  } catch { return value; }         // a browser may forbid a file to remember anything
}

function wear(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

let theme = THEMES.includes(remembered()) ? remembered() : "system";
wear(theme);                        // before the first paint

function themeButton() {
  const button = document.querySelector(".theme");
  const show = () => { button.textContent = `Colours: ${theme}`; };
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    remembered(theme);
    wear(theme);
    show();
  });
  show();
}

function copyButtons() {
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.previousElementSibling;
      try { await navigator.clipboard.writeText(text.textContent); } catch { select(text); document.execCommand("copy"); }
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }
}

function select(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

// ---------------------------------------------------------------- the matrix

const DEVIATIONS = ["deviates", "known", "warns"];
const LOUD = ["deviates", "stale", "inconclusive"];

function wanted(verdict) {
  return verdict === "eyes" ? LOUD : verdict === "any" ? DEVIATIONS : [verdict];
}

class Matrix {
  constructor(form) {
    this.form = form;
    this.targets = [...form.target.options].slice(1).map((option) => option.value);
    this.rows = [...document.querySelectorAll(".cells tr[data-l]")].map((row) => ({
      row, level: row.dataset.l, differs: "d" in row.dataset, body: row.parentElement,
      area: row.closest(".area").dataset.area, text: `${row.cells[0].textContent} ${row.dataset.r}`.toLowerCase(), classes: null,
    }));
  }

  start() {
    this.form.hidden = false;
    this.fromAddress();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(() => this.changed()));
    document.querySelector(".clear").addEventListener("click", () => this.form.reset());
    addEventListener("popstate", () => this.fromAddress());
    document.querySelector(".grid").addEventListener("click", (event) => this.open(event));
    document.addEventListener("keydown", (event) => this.key(event));
  }

  fromAddress() {
    const asked = new URLSearchParams(location.search);
    for (const field of this.form.elements) {
      if (!field.name) continue;
      if (field.type === "checkbox") field.checked = asked.has(field.name);
      else field.value = asked.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";       // an address may ask for what there is not
    }
    this.filter();
  }

  changed() {
    const asked = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${asked.size ? `?${asked}` : ""}${location.hash}`);
    this.filter();
  }

  filter() {
    const { verdict, target, area, level, different, text } = this.form;
    const column = this.targets.indexOf(target.value), words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const names = verdict.value ? wanted(verdict.value) : null;
    const full = new Set();
    let shown = 0;
    for (const one of this.rows) {
      const fits = (!area.value || one.area === area.value) && (!level.value || one.level === level.value)
        && (!different.checked || one.differs) && words.every((word) => one.text.includes(word)) && this.has(one, names, column);
      one.row.hidden = !fits;
      if (fits) { shown += 1; full.add(one.body).add(one.area); }
    }
    for (const body of document.querySelectorAll(".area tbody")) body.hidden = !full.has(body);
    for (const section of document.querySelectorAll(".area")) section.hidden = !full.has(section.dataset.area);
    document.querySelector(".nothing").hidden = shown > 0;
    this.form.querySelector("output").textContent = `${shown.toLocaleString("en")} of ${this.rows.length.toLocaleString("en")} tests`;
  }

  has(one, names, column) {
    if (!names && column < 0) return true;
    one.classes ??= [...one.row.cells].slice(2).map((cell) => cell.className);
    const classes = column < 0 ? one.classes : [one.classes[column]];
    return classes.some((name) => (names ? names.includes(name) : name));
  }

  open(event) {                     // a conforming cell has no link of its own: there are too many
    const cell = event.target.closest("td.conforms");
    if (!cell) return;
    const row = cell.parentElement, link = row.cells[0].querySelector("a").getAttribute("href");
    const target = this.targets[cell.cellIndex - 2].replace(/\s+/g, "-");
    location.href = link.includes("#") ? `${link}@${encodeURIComponent(target)}` : link;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === this.form.text) { this.form.text.value = ""; this.changed(); event.target.blur(); }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "/") { event.preventDefault(); this.form.text.focus(); }
    if (event.key === "j" || event.key === "k") { event.preventDefault(); this.step(event.key === "j" ? 1 : -1); }
  }

  step(by) {                        // from test to test, among those that are shown
    const links = this.rows.filter((one) => !one.row.hidden).map((one) => one.row.cells[0].querySelector("a"));
    const here = links.indexOf(document.activeElement?.closest("tr")?.cells[0].querySelector("a"));
    const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "center" });
  }
}

document.addEventListener("DOMContentLoaded", () => {
  themeButton();
  copyButtons();
  const form = document.querySelector(".filter");
  if (form) new Matrix(form).start();
});
