/* Reading a chart by hover, touch and keyboard. The values come from the table under the chart, so
   that what is read out, printed and drawn is the same. */
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";

  function rowsOf(chart) {
    const heads = [...chart.querySelectorAll("thead th")].map((th) => th.textContent.trim());
    return [...chart.querySelectorAll("tbody tr")].map((tr) => {
      const [day, ...cells] = [...tr.cells].map((cell) => cell.textContent.trim());
      const values = cells.map((value, i) => [heads[i + 1], value]).filter(([, value]) => value);
      return { at: Number(tr.dataset.x), day, values };
    }).sort((a, b) => a.at - b.at);
  }

  function cursorIn(svg) {
    let cursor = svg.querySelector(".cursor");
    if (!cursor) { cursor = document.createElementNS(SVG, "path"); cursor.setAttribute("class", "cursor"); svg.append(cursor); }
    return cursor;
  }

  function liven(chart) {
    const plot = chart.querySelector("[data-plot]");
    const readout = chart.querySelector("[data-readout]");
    const rows = rowsOf(chart);
    if (!plot || !readout || !rows.length) return;
    const pictures = [...plot.querySelectorAll("svg")];
    const hint = readout.textContent;
    let here = rows.length - 1;

    function show(index) {
      here = Math.min(Math.max(index, 0), rows.length - 1);
      const row = rows[here];
      const head = document.createElement("b");
      head.textContent = row.day;
      const parts = row.values.map(([name, value]) => {
        const part = document.createElement("span");
        part.textContent = `${name}: ${value}`;
        return part;
      });
      readout.replaceChildren(head, ...parts);
      readout.classList.remove("soft");
      for (const svg of pictures) {
        const { left, right, top, bottom } = svg.dataset;
        const x = Number(left) + row.at * (Number(right) - Number(left));
        cursorIn(svg).setAttribute("d", `M${x} ${top}V${bottom}`);
      }
      plot.setAttribute("aria-valuenow", String(here + 1));
      plot.setAttribute("aria-valuetext", [row.day, ...row.values.map(([name, value]) => `${name} ${value}`)].join(", "));
    }
    function clear() {
      readout.textContent = hint;
      readout.classList.add("soft");
      pictures.forEach((svg) => svg.querySelector(".cursor")?.remove());
    }
    function point(event) {
      const svg = pictures.find((picture) => picture.getClientRects().length);
      if (!svg) return;
      const box = svg.getBoundingClientRect();
      const { left, right } = svg.dataset;
      const scale = svg.viewBox.baseVal.width / box.width;
      const at = ((event.clientX - box.left) * scale - Number(left)) / (Number(right) - Number(left));
      let best = 0;
      rows.forEach((row, i) => { if (Math.abs(row.at - at) < Math.abs(rows[best].at - at)) best = i; });
      show(best);
    }

    readout.hidden = false;
    plot.tabIndex = 0;
    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-label", chart.dataset.chart);
    plot.setAttribute("aria-orientation", "horizontal");
    plot.setAttribute("aria-valuemin", "1");
    plot.setAttribute("aria-valuemax", String(rows.length));
    plot.setAttribute("aria-valuenow", String(rows.length));
    plot.setAttribute("aria-valuetext", hint);
    plot.addEventListener("pointermove", point);
    plot.addEventListener("pointerdown", point);
    plot.addEventListener("pointerleave", () => { if (document.activeElement !== plot) clear(); });
    plot.addEventListener("focus", () => { if (plot.matches(":focus-visible")) show(here); });
    plot.addEventListener("blur", clear);
    plot.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: -7, PageDown: 7, Home: -rows.length, End: rows.length };
      if (event.key in steps) { event.preventDefault(); show(here + steps[event.key]); }
      else if (event.key === "Escape") clear();
    });
  }

  const livenAll = (root) => root.querySelectorAll("[data-chart]:not([data-live])").forEach((chart) => { chart.dataset.live = "yes"; liven(chart); });
  livenAll(document);
  document.addEventListener("htmx:load", (event) => livenAll(event.detail.elt.parentNode ?? document));
})();
