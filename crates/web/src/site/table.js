// Movement by keyboard in dense tables: a table with class "rows" and data-move.
//   ↑ ↓ Home End   to another row        Enter  opens the row's first link
//   Space          picks the row         Shift+↑ ↓  picks on the way
// Without this script every link and box is reached with Tab all the same.
"use strict";
(function () {
  function rowsOf(table) {
    return Array.prototype.filter.call(table.tBodies[0] ? table.tBodies[0].rows : [], function (row) {
      return !row.hidden && row.cells.length > 0 && !row.classList.contains("fixed");
    });
  }
  function boxOf(row) { return row.querySelector("input[type=checkbox][name]"); }

  function settle(table) {
    var rows = rowsOf(table);
    var here = rows.filter(function (row) { return row.tabIndex === 0; })[0] || rows[0];
    rows.forEach(function (row) { row.tabIndex = row === here ? 0 : -1; colour(row); });
    table.querySelectorAll("input[data-all]").forEach(function (all) { all.hidden = false; });
  }
  function colour(row) {
    var box = boxOf(row);
    if (box) row.classList.toggle("picked", box.checked);
  }
  function go(table, from, to) {
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }
  function pick(row, on) {
    var box = boxOf(row);
    if (!box || box.disabled || box.checked === on) return;
    box.checked = on;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // The box in the head says what holds: all rows are ticked, none, or some.
  function sum(table) {
    var boxes = rowsOf(table).map(boxOf).filter(function (box) { return box && !box.disabled; });
    var ticked = boxes.filter(function (box) { return box.checked; }).length;
    table.querySelectorAll("input[data-all]").forEach(function (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    });
  }
  function tell(table) {
    sum(table);
    var form = table.closest("form");
    if (!form) return;
    var picked = rowsOf(table).filter(function (row) { var box = boxOf(row); return box && box.checked; }).length;
    form.querySelectorAll("[data-picked]").forEach(function (place) { place.textContent = String(picked); });
    form.querySelectorAll("[data-needs-picked]").forEach(function (button) { button.disabled = picked === 0; });
  }

  document.addEventListener("keydown", function (event) {
    var row = event.target;
    if (!row.matches || !row.matches("table.rows[data-move] tbody tr")) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    var table = row.closest("table"), rows = rowsOf(table), at = rows.indexOf(row);
    var to = { ArrowUp: rows[at - 1], ArrowDown: rows[at + 1], Home: rows[0], End: rows[rows.length - 1] }[event.key];
    if (to) {
      if (event.shiftKey) { pick(row, true); pick(to, true); }
      go(table, row, to);
    } else if (event.key === "Enter") {
      var link = row.querySelector("a[href]");
      if (link) link.click();
    } else if (event.key === " ") {
      var box = boxOf(row);
      if (box) pick(row, !box.checked);
    } else {
      return;
    }
    event.preventDefault();
  });
  document.addEventListener("change", function (event) {
    var box = event.target;
    var table = box.closest && box.closest("table.rows[data-move]");
    if (!table || box.type !== "checkbox") return;
    if (box.hasAttribute("data-all")) {
      // Kept first: each row that is ticked sums up anew and so changes the box in the head.
      var on = box.checked;
      rowsOf(table).forEach(function (row) { pick(row, on); });
    } else {
      colour(box.closest("tr"));
    }
    tell(table);
  });
  // A menu opened by its summary closes when one goes elsewhere.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.person[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.person[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  function start() { document.querySelectorAll("table.rows[data-move]").forEach(function (table) { settle(table); tell(table); }); }
  start();
  document.addEventListener("htmx:after:swap", start);
})();
