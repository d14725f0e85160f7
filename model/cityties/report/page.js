// Comforts of a page: sorting, filtering, copying, and scroll boxes that the keyboard reaches. Without it all is there to read.
(() => {
  const t = (text) => (window.TEXTS ?? {})[text] ?? text; // the language of the page, where it is not English
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const make = (kind, text, parent) => { const made = document.createElement(kind); if (text) made.textContent = text; parent.append(made); return made; };
  const said = (button, text) => { const before = button.dataset.name ??= button.textContent; button.textContent = text; setTimeout(() => { button.textContent = before; }, 1600); };
  const copy = async (button, text) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = make("textarea", text, document.body); area.select(); document.execCommand("copy"); area.remove();
    }
    said(button, t("Copied"));
  };
  const button = (text, parent, act) => { const made = make("button", text, parent); made.type = "button"; made.addEventListener("click", () => act(made)); return made; };
  document.documentElement.classList.add("js");

  // On a narrow screen a table that does not fit becomes a list: a block a row, each cell behind the heads of its column.
  const narrow = matchMedia("(max-width: 44rem)"), wide = all(".scroll > table:not(.matrix, .screen, .fold)").filter((table) => table.tHead);
  const heads = (table) => {
    const grid = [];
    [...table.tHead.rows].forEach((row, r) => [...row.cells].reduce((c, cell) => {
      while (grid[r]?.[c]) c += 1;
      for (let down = 0; down < cell.rowSpan; down += 1) for (let over = 0; over < cell.colSpan; over += 1) (grid[r + down] ??= [])[c + over] = cell;
      return c + cell.colSpan;
    }, 0));
    return grid.at(-1).map((_, c) => [...new Set(grid.map((row) => row[c]?.textContent.trim()))].filter(Boolean).join(t(", ")));
  };
  const fold = () => wide.forEach((table) => {
    table.classList.remove("fold");
    if (!narrow.matches || table.parentElement.scrollWidth <= table.parentElement.clientWidth + 1) return;
    const names = heads(table), body = all("tbody tr", table);
    if (body.some((row) => row.cells.length !== names.length)) return;
    body.forEach((row) => [...row.cells].forEach((cell, c) => { if (cell.tagName === "TD") cell.dataset.l ??= names[c]; }));
    table.classList.add("fold");
  });

  // What goes on to the right of a box fades at its edge, so that nobody takes the part for the whole.
  const more = (box) => box.classList.toggle("more", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
  all(".scroll").forEach((box) => box.addEventListener("scroll", () => more(box), { passive: true }));

  const reach = () => all(".scroll").forEach((box) => {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (scrolls) { box.tabIndex = 0; box.setAttribute("role", "region"); } else { box.removeAttribute("tabindex"); box.removeAttribute("role"); }
    if (box.dataset.label) { if (scrolls) box.setAttribute("aria-label", box.dataset.label); else box.removeAttribute("aria-label"); }
    more(box);
  });
  const fit = () => { fold(); reach(); };
  addEventListener("load", fit); addEventListener("resize", fit);
  document.addEventListener("toggle", fit, true);

  const key = (cell) => { const raw = cell?.dataset.v ?? cell?.querySelector("data")?.value ?? cell?.textContent.trim() ?? ""; const n = parseFloat(raw); return Number.isFinite(n) ? n : raw; };
  all("table[data-sort]").forEach((table) => {
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells], body = table.tBodies[0];
    const first = [...body.rows];
    heads.forEach((head, place) => {
      if (!head.textContent.trim()) return;
      const inside = document.createElement("button"); inside.type = "button"; inside.append(...head.childNodes); head.append(inside);
      inside.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort"), next = was === "descending" ? "ascending" : was === "ascending" ? "" : "descending";
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        const way = next === "descending" ? -1 : 1, rank = (row) => key(row.cells[place]);
        const rows = next ? first.filter((row) => !row.classList.contains("base")).sort((p, q) => {
          const a = rank(p), b = rank(q);
          if (a === "" || b === "") return (a === "") - (b === "");
          return way * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
        }).concat(first.filter((row) => row.classList.contains("base"))) : first;
        body.append(...rows);
      });
    });
  });

  all("[data-tools]").forEach((place) => {
    const tables = () => all("table", place.parentElement).filter((one) => one.offsetParent);
    const views = all("details.measure", place.parentElement);
    if (views.length > 1) {
      const label = make("label", t("Measure "), place), choice = make("select", "", label);
      views.forEach((view) => make("option", view.dataset.title, choice));
      const show = () => { views.forEach((view, n) => { view.hidden = n !== choice.selectedIndex; view.open = !view.hidden; }); reach(); };
      choice.addEventListener("change", show); show();
    }
    if (tables()[0]?.tBodies[0].rows.length > 8) {
      const label = make("label", t("Filter "), place), field = make("input", "", label);
      field.type = "search"; field.size = 14;
      field.addEventListener("input", () => all("table", place.parentElement).forEach((table) => [...table.tBodies[0].rows].forEach((row) => {
        row.hidden = !row.textContent.toLowerCase().includes(field.value.toLowerCase());
      })));
    }
    button(t("Copy as CSV"), place, (made) => {
      const quoted = (cell) => `"${(cell.dataset.v ?? cell.querySelector("data")?.value ?? cell.textContent).trim().replace(/\s+/g, " ").replaceAll('"', '""')}"`;
      copy(made, tables().map((table) => [...table.rows].filter((row) => !row.hidden).map((row) => [...row.cells].map(quoted).join(",")).join("\n")).join("\n\n") + "\n");
    });
    const cited = document.getElementById("citation");
    if (cited) button(t("Copy citation"), place, (made) => copy(made, cited.textContent.trim()));
  });

  let opened = [];
  addEventListener("beforeprint", () => { opened = all("details:not([open]):not([hidden])"); opened.forEach((one) => { one.open = true; }); });
  addEventListener("afterprint", () => { opened.forEach((one) => { one.open = false; }); });
})();
