// The form's page while one types: saves by itself, says what happened, moves between cells, takes
// rectangles from Word and Excel. Without it the page is a plain form that posts.
//
// It judges nothing and draws nothing: what changes after a save comes from the server as HTML.
"use strict";
(() => {
  const form = document.getElementById("edit");
  if (!form) return;
  const paper = document.getElementById("edit-table");
  const list = document.getElementById("edit-causes");
  const status = document.getElementById("edit-status");
  const panel = document.getElementById("edit-conflict");
  const undo = document.getElementById("edit-undo");
  const QUIET = 800, LONGEST_WAIT = 5000, PATIENCE = 30000;

  let version = Number(form.elements.version.value);
  let shape = form.dataset.shape;
  let known = new Map(); // what the server has, by name of the control
  let flight = null; // the request under way
  let waiting = []; // what to send after it
  let held = null; // a table that came while a merged cell was being typed in
  let past = []; // what each save of this sitting changed: names with the words before it
  let timer = 0, first = 0, composing = false, leaving = false, stopped = false;

  const controls = () => [...paper.querySelectorAll("textarea[name]")];
  const named = (name) => controls().find((control) => control.name === name);
  const dirty = () => controls().filter((control) => control.value !== known.get(control.name));
  const pathsOf = (name) => {
    const rows = /^indicators\.([\d,]+)\.(.+)$/.exec(name);
    return rows ? rows[1].split(",").map((row) => `indicators.${row}.${rows[2]}`) : [name];
  };
  const byPath = (path) => controls().find((control) => pathsOf(control.name).includes(path));
  const newKey = () => {
    if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const say = (state, text) => { status.dataset.state = state; status.textContent = text; };
  const remember = () => { known = new Map(controls().map((c) => [c.name, c.value])); };

  // ---- how a cell looks -------------------------------------------------------------------
  const grows = window.CSS && CSS.supports && CSS.supports("field-sizing", "content");
  function fit(control) {
    const text = control.value;
    control.classList.toggle("middle", !text.includes("\n") && [...text].length <= 14);
    if (grows) return;
    control.style.height = "auto";
    control.style.height = `${control.scrollHeight + 2}px`;
  }
  const fitAll = () => [...form.querySelectorAll("textarea")].forEach(fit);

  // ---- saving -----------------------------------------------------------------------------
  function plan() {
    if (composing || stopped) return;
    clearTimeout(timer);
    if (dirty().length === 0) { first = 0; return; }
    first = first || Date.now();
    say("dirty", "有未保存的内容");
    timer = setTimeout(() => save(), Math.max(0, Math.min(QUIET, first + LONGEST_WAIT - Date.now())));
  }

  // `asked`: {do, reason, edits, focus} of a button or a paste; nothing for typed text alone.
  function save(asked) {
    clearTimeout(timer);
    if (asked && asked.rows) busy(true);
    if (flight) { if (asked) waiting.push(asked); return; }
    stopped = false;
    const sent = new Map(dirty().map((control) => [control.name, control.value]));
    const edits = [];
    sent.forEach((text, name) => pathsOf(name).forEach((path) => edits.push({ edit: "set", path, text })));
    if (asked && asked.edits) edits.push(...asked.edits);
    if (edits.length === 0 && !(asked && asked.do)) { if (asked) busy(false); return; }
    first = 0;
    const body = { version, key: newKey(), edits };
    if (asked && asked.do) body.do = asked.do;
    if (asked && asked.reason !== undefined) body.reason = asked.reason;
    flight = { body: JSON.stringify(body), sent, asked, tries: 0 };
    say("saving", "正在保存…");
    send();
  }

  async function send() {
    const own = flight;
    const headers = { "content-type": "application/json", accept: "application/json" };
    if (form.elements.csrf) headers["x-csrf-token"] = form.elements.csrf.value;
    const abort = new AbortController();
    const patience = setTimeout(() => abort.abort(), PATIENCE);
    let response = null, answer = null;
    try {
      response = await fetch(form.dataset.save, {
        method: "POST", headers, body: own.body, credentials: "same-origin", signal: abort.signal,
      });
      answer = await response.json().catch(() => null);
    } catch (_) {
      response = null;
    }
    clearTimeout(patience);
    // Told nothing, or the server is not itself: the same words under the same key, until heard.
    const elsewhere = response && response.redirected; // to the page for signing in
    if (!response || response.status >= 500 || (response.ok && !answer && !elsewhere)) return again(own);
    flight = null;
    busy(false);
    if (elsewhere) return refused({ status: 401 }, null);
    if (response.status === 409 && answer && answer.cells) return conflict(answer, own);
    if (!response.ok) return refused(response, answer);
    taken(answer, own);
    const next = waiting.shift();
    if (next) save(next); else plan();
  }

  function again(own) {
    own.tries += 1;
    const seconds = Math.min(30, 2 ** (own.tries - 1));
    say("retry", `连不上服务器，${seconds} 秒后第 ${own.tries} 次再试。您写的都还在，请不要关这个页面`);
    clearTimeout(own.timer);
    own.timer = setTimeout(send, seconds * 1000);
  }

  function refused(response, answer) {
    waiting = [];
    stopped = true; // what was refused is not sent again until it is changed
    const error = (answer && answer.error) || {};
    const why = error.why || {
      401: "登录已经过期，请在新窗口登录后回来点“保存”",
      403: "您现在不能改这张表",
      413: "内容太多，没有保存",
    }[response.status] || "没有保存，服务器没有接受";
    say("refused", `${why}${error.remedy ? `　${error.remedy}` : ""}`);
  }

  // ---- what the server answers ------------------------------------------------------------
  function taken(answer, own) {
    version = answer.version;
    form.elements.version.value = version;
    const before = new Map(known), shaped = shape;
    own.sent.forEach((text, name) => known.set(name, text));
    document.getElementById("edit-verdict").innerHTML = answer.verdict;
    showList(answer.list);
    held = null;
    if (own.asked && own.asked.redraw) {
      showTable(answer, own.asked.focus);
    } else if (answer.shape !== shape) {
      const active = document.activeElement;
      const merged = active && active.name && paper.contains(active) && !own.asked
        && (pathsOf(active.name).length > 1 || /\.(level1|level2)$/.test(active.name));
      if (merged || composing) held = answer; else showTable(answer);
    }
    if (answer.shape === shape || held) showCells(answer.cells);
    step(before, shaped, own);
    document.dispatchEvent(new CustomEvent("heng:saved"));
    if (dirty().length === 0) say("saved", answer.status); else plan();
  }

  // ---- undoing ----------------------------------------------------------------------------
  // Remembers what a save changed. Rows are numbered: once they came, went or moved, what was
  // before cannot be put back by name, and the steps end there.
  function step(before, shaped, own) {
    const rows = (own.asked && own.asked.rows) || held || shape !== shaped;
    const changed = new Map([...before].filter(([name, text]) => known.has(name) && known.get(name) !== text));
    if (rows) past = [];
    else if (changed.size > 0 && !(own.asked && own.asked.undoes)) past.push(changed);
    undo.disabled = past.length === 0;
  }
  function stepBack() {
    if (flight || past.length === 0) return;
    if (dirty().length > 0) { say("dirty", "还有没保存的内容，保存以后再撤销"); save(); return; }
    let last = null;
    past.pop().forEach((text, name) => {
      const control = named(name);
      if (!control) return;
      control.value = text;
      fit(control);
      last = control;
    });
    undo.disabled = past.length === 0;
    if (last) { last.scrollIntoView({ block: "nearest" }); save({ do: "save", undoes: true }); }
  }
  undo.addEventListener("click", stepBack);

  function showCells(cells) {
    for (const control of controls()) {
      const at = pathsOf(control.name).map((path) => cells[path]).filter(Boolean);
      const cell = control.closest(".cell");
      const flags = [...new Set(at.map((one) => one.flags).filter(Boolean))].join("");
      cell.dataset.kind = (at.find((one) => one.kind) || { kind: "" }).kind;
      const own = cell.querySelector(".flags");
      if (own.innerHTML !== flags) own.innerHTML = flags;
      const reading = (at.find((one) => one.reading) || { reading: "" }).reading;
      cell.querySelector(".reading").textContent = reading;
    }
  }

  // Puts in a new table; keeps unsaved words, the focus and the caret.
  function showTable(answer, focus) {
    const words = new Map();
    dirty().forEach((control) => pathsOf(control.name).forEach((path) => words.set(path, control.value)));
    const active = document.activeElement;
    const inside = active && active.name && paper.contains(active);
    const caret = inside ? [pathsOf(active.name)[0], active.selectionStart, active.selectionEnd] : null;
    const { scrollX, scrollY } = window;
    paper.innerHTML = answer.table;
    shape = answer.shape;
    remember();
    words.forEach((text, path) => { const control = byPath(path); if (control) control.value = text; });
    fitAll();
    const wanted = focus ? focus() : caret && byPath(caret[0]);
    if (wanted) wanted.focus({ preventScroll: true });
    if (wanted && !focus) wanted.setSelectionRange(caret[1], caret[2]);
    window.scrollTo(scrollX, scrollY);
    if (wanted && focus) wanted.scrollIntoView({ block: "nearest" });
  }

  // Puts in a new list; keeps what is open, what is being answered, and where one is.
  function showList(html) {
    const open = new Set([...list.querySelectorAll("details[open]")].map((d) => d.dataset.cause));
    const answers = new Map([...list.querySelectorAll("textarea")]
      .filter((area) => area.value !== area.defaultValue).map((area) => [area.name, area.value]));
    const active = list.contains(document.activeElement) ? document.activeElement : null;
    const mine = active && active.closest("details");
    const caret = active && active.name && active.tagName === "TEXTAREA"
      ? [active.name, active.selectionStart, active.selectionEnd] : null;
    const aside = list.parentElement, top = aside.scrollTop;
    list.innerHTML = html;
    list.querySelectorAll("details").forEach((d) => { d.open = open.has(d.dataset.cause); });
    list.querySelectorAll("textarea").forEach((area) => {
      if (answers.has(area.name)) area.value = answers.get(area.name);
      fit(area);
      if (caret && area.name === caret[0]) { area.focus(); area.setSelectionRange(caret[1], caret[2]); }
    });
    if (mine && !caret) {
      const same = [...list.querySelectorAll("details")].find((d) => d.dataset.cause === mine.dataset.cause);
      (same ? same.querySelector("summary") : paper.querySelector("textarea")).focus({ preventScroll: true });
    }
    aside.scrollTop = top;
  }

  // ---- somebody else saved first ----------------------------------------------------------
  const element = (tag, text) => { const e = document.createElement(tag); e.textContent = text; return e; };

  // The cells that differ from what this page was given; none of it may be put back by row number
  // once rows came, went or changed places.
  function differing(answer) {
    const changes = answer.cells.filter(({ path, text }) => {
      const control = byPath(path);
      return control && known.get(control.name) !== text;
    });
    const cell = (path) => /^(?:indicators|tasks)\.\d+\.(.+)$/.exec(path);
    const moved = changes.some(({ path, text }) => text && cell(path) && changes.some((other) =>
      other.path !== path && cell(other.path) && cell(other.path)[1] === cell(path)[1]
      && known.get(byPath(other.path).name) === text));
    return { changes, rows: moved || answer.shape !== shape };
  }

  // 「培训人数」的指标值; what a screen reader calls it where the row has no name.
  function called(control) {
    const label = control.getAttribute("aria-label");
    const row = /^indicators\.\d+\./.exec(control.name);
    const name = row && named(`${row[0]}level3`);
    return name && name !== control && name.value ? `「${name.value}」的${label.split(" · ")[0]}` : label;
  }

  function conflict(answer, own) {
    stopped = true;
    waiting = [];
    const mine = dirty();
    const { changes, rows } = differing(answer);
    panel.textContent = "";
    panel.append(element("h3", `${answer.who}也改了这张表`), element("p", answer.why));
    const told = element("ul", "");
    if (rows) {
      told.append(element("li", "对方加了、删了或移动了行，或者改了合并的格：请看最新的表，把下面您没保存的内容再填一次。"));
      mine.forEach((control) => told.append(element("li", `${called(control)}：${control.value}`)));
    } else {
      for (const change of changes) {
        const control = byPath(change.path);
        const both = mine.includes(control) ? `；您写的是“${control.value}”` : "";
        told.append(element("li", `${change.name}：对方改成“${change.text}”${both}`));
      }
    }
    panel.append(told);
    if (!rows) {
      const keep = element("button", "对方改的收下，我写的留着，接着保存");
      keep.type = "button";
      keep.onclick = () => {
        past = []; // what was before the other's save is not mine to bring back
        version = answer.version;
        form.elements.version.value = version;
        for (const change of changes) {
          const control = byPath(change.path);
          known.set(control.name, change.text);
          if (!mine.includes(control)) { control.value = change.text; fit(control); }
        }
        panel.hidden = true;
        save(own.asked || { do: "save" });
      };
      panel.append(keep);
    }
    const reload = element("button", mine.length ? `看最新的表，放弃我没保存的 ${mine.length} 格` : "看最新的表");
    reload.type = "button";
    reload.onclick = () => { leaving = true; location.reload(); };
    panel.append(reload);
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
    panel.querySelector("button").focus({ preventScroll: true });
    say("refused", "没有保存：别人先改了，请选怎么办");
  }

  // ---- buttons ----------------------------------------------------------------------------
  // Rows are numbered on the page: nobody types while they are being moved.
  function busy(on) {
    form.toggleAttribute("aria-busy", on);
    controls().forEach((control) => { control.readOnly = on; });
  }

  const inRow = (row, column) => {
    const all = controls().filter((c) => pathsOf(c.name).some((path) => path.startsWith(`${row}.`)));
    return all.find((c) => c.name === `${row}.${column}`) || all[0] || null;
  };

  function press(value) {
    const [, word, rest] = /^([a-z]+):?(.*)$/s.exec(value) || [];
    if (word === "save") return save({ do: "save" });
    if (word === "waive") {
      const area = list.querySelector(`textarea[name="${CSS.escape(`reason:${rest}`)}"]`);
      if (!area.value.trim()) { say("refused", "请先写理由"); area.focus(); return undefined; }
      return save({ do: value, reason: area.value });
    }
    if (word === "fix") return save({ do: value, redraw: true });
    const active = document.activeElement && document.activeElement.name;
    const column = active && paper.contains(document.activeElement) ? active.split(".").pop() : "level3";
    const [, table, row, to] = /^(\w+)\.(\d+)(?:[:.](\w+))?/.exec(rest) || [];
    const lands = { add: Number(row) + 1, move: Number(to), remove: Number(row), clear: Number(row) }[word];
    if (word === "remove") {
      const name = inRow(`${table}.${row}`, table === "tasks" ? "name" : "level3");
      const text = name ? name.value.trim() : "";
      if (text && !window.confirm(`删去“${text}”这一行？`)) return undefined;
    }
    const at = { add: table === "tasks" ? "name" : "level3", clear: to }[word] || column;
    const focus = () => inRow(`${table}.${lands}`, at) || inRow(`${table}.${lands - 1}`, at);
    return save({ do: value, focus, rows: true, redraw: true });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter) press(event.submitter.value);
  });

  // ---- typing -----------------------------------------------------------------------------
  form.addEventListener("input", (event) => {
    if (event.target.tagName === "TEXTAREA") fit(event.target);
    if (!paper.contains(event.target)) return;
    stopped = stopped && !panel.hidden;
    plan();
  });
  form.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer); });
  form.addEventListener("compositionend", () => { composing = false; plan(); });
  paper.addEventListener("focusout", () => setTimeout(() => {
    if (!held || composing || flight) return;
    const answer = held;
    held = null;
    showTable(answer);
  }, 0));
  window.addEventListener("beforeunload", (event) => {
    if (leaving || (dirty().length === 0 && !flight)) return;
    event.preventDefault();
    event.returnValue = "";
  });
  window.addEventListener("online", () => { if (flight && flight.tries) { clearTimeout(flight.timer); send(); } });

  // ---- going to a cell or a cause ---------------------------------------------------------
  function go(control, quote) {
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "center" });
    const at = quote ? control.value.indexOf(quote) : -1;
    if (at >= 0) control.setSelectionRange(at, at + quote.length);
    else control.setSelectionRange(control.value.length, control.value.length);
  }

  function openCause(id) {
    const cause = document.getElementById(id);
    if (!cause) return null;
    cause.open = true;
    const aside = list.parentElement;
    const top = cause.getBoundingClientRect().top - aside.getBoundingClientRect().top;
    if (aside.scrollHeight > aside.clientHeight) aside.scrollTop += top - 8;
    return cause;
  }

  function nextFinding(back) {
    const flagged = controls().filter((c) => ["error", "warning", "advice"].includes(c.closest(".cell").dataset.kind));
    if (flagged.length === 0) return say("saved", "没有要改的意见了");
    const here = document.activeElement;
    const after = (c) => here && paper.contains(here)
      && (c.compareDocumentPosition(here) & (back ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING));
    const ahead = flagged.filter((c) => c !== here && after(c));
    const wanted = back ? ahead.pop() || flagged[flagged.length - 1] : ahead[0] || flagged[0];
    const flag = wanted.closest(".cell").querySelector("a.flag:not(.waived)");
    const cause = flag && openCause(flag.hash.slice(1));
    const told = cause && [...cause.querySelectorAll("a.to-cell")].find((a) => a.dataset.name === wanted.name);
    return go(wanted, told ? told.dataset.quote : "");
  }

  form.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.classList.contains("to-cell")) {
      const control = named(link.dataset.name);
      if (control) { event.preventDefault(); go(control, link.dataset.quote); }
    } else if (link.classList.contains("flag")) {
      const cause = openCause(link.hash.slice(1));
      if (cause) { event.preventDefault(); cause.querySelector("summary").focus({ preventScroll: true }); }
    }
  });

  paper.addEventListener("focusin", (event) => {
    const name = event.target.name;
    list.querySelectorAll("details").forEach((cause) => {
      const told = [...cause.querySelectorAll("a.to-cell")].some((a) => a.dataset.name === name);
      cause.classList.toggle("here", Boolean(name) && told);
    });
  });

  // ---- the keyboard -----------------------------------------------------------------------
  function beside(control, key) {
    const own = control.closest(".cell").getBoundingClientRect();
    const across = key === "ArrowLeft" || key === "ArrowRight";
    let best = null, least = Infinity;
    for (const other of controls()) {
      if (other === control) continue;
      const box = other.closest(".cell").getBoundingClientRect();
      const gap = { ArrowDown: box.top - own.bottom, ArrowUp: own.top - box.bottom,
        ArrowRight: box.left - own.right, ArrowLeft: own.left - box.right }[key];
      if (gap < -2) continue;
      const overlap = across ? Math.min(box.bottom, own.bottom) - Math.max(box.top, own.top)
        : Math.min(box.right, own.right) - Math.max(box.left, own.left);
      const off = across ? Math.abs(box.top - own.top) : Math.abs(box.left - own.left);
      const cost = gap + off / 1000 + (overlap > 2 ? 0 : 10000 + off);
      if (cost < least) { least = cost; best = other; }
    }
    return least < 10000 ? best : null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const control = event.target.tagName === "TEXTAREA" && paper.contains(event.target) ? event.target : null;
    if (event.key === "F8") { event.preventDefault(); nextFinding(event.shiftKey); return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save({ do: "save" }); return; }
    const writes = event.target.closest("textarea, input, select");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !writes) { event.preventDefault(); stepBack(); return; }
    if (!control) return;
    if (event.key === "Enter" && event.altKey) {
      const row = /^(indicators|tasks)\.(?:\d+,)*(\d+)\./.exec(control.name);
      if (row) { event.preventDefault(); if (!control.readOnly) press(`add:${row[1]}.${row[2]}`); }
      return;
    }
    const arrow = event.key.startsWith("Arrow") && event.ctrlKey && !event.shiftKey && !event.altKey;
    const enter = event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !control.classList.contains("prose");
    if (!arrow && !enter) return;
    event.preventDefault();
    const other = beside(control, enter ? "ArrowDown" : event.key);
    if (other) { other.focus(); other.setSelectionRange(other.value.length, other.value.length); }
  });

  // ---- rectangles from Word and Excel -----------------------------------------------------
  function cellText(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("style, script").forEach((node) => node.remove());
    copy.querySelectorAll("br").forEach((node) => node.replaceWith("\u0001"));
    copy.querySelectorAll("p, div, li").forEach((node) => node.append("\u0001"));
    // Word breaks the lines of its HTML anywhere; between Chinese characters that is no blank.
    const text = copy.textContent.replace(/\s+/g, (blank, at, whole) => {
      const wide = (c) => c !== undefined && c.charCodeAt(0) > 0x2e7f;
      return /[\r\n]/.test(blank) && wide(whole[at - 1]) && wide(whole[at + blank.length]) ? "" : " ";
    });
    return text.split("\u0001").map((line) => line.trim()).join("\n").trim();
  }

  function fromHtml(html) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) return null;
    const grid = [...table.rows].map(() => []);
    [...table.rows].forEach((row, r) => {
      let c = 0;
      for (const cell of row.cells) {
        while (grid[r][c] !== undefined) c += 1;
        const text = cellText(cell);
        for (let down = 0; down < Math.min(cell.rowSpan || 1, grid.length - r); down += 1) {
          for (let on = 0; on < Math.min(cell.colSpan || 1, 50); on += 1) grid[r + down][c + on] = down || on ? "" : text;
        }
        c += cell.colSpan || 1;
      }
    });
    return grid.map((row) => Array.from(row, (text) => text || ""));
  }

  // Excel puts a cell with line breaks into quotes and doubles the quotes inside.
  function fromTabs(text) {
    const grid = [[]];
    const cell = /[\t\n](?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))/g;
    const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (const found of `\t${plain}`.matchAll(cell)) {
      if (found[0][0] === "\n") grid.push([]);
      grid[grid.length - 1].push(found[1] !== undefined ? found[1].replace(/""/g, '"') : found[2]);
    }
    return grid;
  }

  paper.addEventListener("paste", (event) => {
    const at = /^indicators\.(\d+)(?:,\d+)*\.(.+)$/.exec(event.target.name || "");
    if (!at || event.target.readOnly) return;
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    const grid = (/<table/i.test(html) && fromHtml(html)) || (text.includes("\t") && fromTabs(text));
    if (!grid || (grid.length === 1 && grid[0].length === 1)) return;
    event.preventDefault();
    const row = paper.querySelector(`tr[data-item="indicators.${at[1]}"]`);
    const columns = row ? row.dataset.columns.split(" ") : [];
    const rest = columns.slice(Math.max(0, columns.indexOf(at[2])));
    const width = Math.max(...grid.map((cells) => cells.length));
    if (width > rest.length) {
      say("refused", `粘贴的有 ${width} 列，从这一格往右只有 ${rest.length} 列，请从左边一点的格开始粘贴`);
      return;
    }
    const edit = { edit: "paste", row: Number(at[1]), columns: rest.slice(0, width), texts: grid };
    save({ edits: [edit], focus: () => byPath(`indicators.${at[1]}.${at[2]}`), rows: true, redraw: true });
  });

  // ---- start ------------------------------------------------------------------------------
  form.classList.add("live");
  remember();
  fitAll();
  window.addEventListener("resize", fitAll);
  const next = document.getElementById("edit-next");
  next.hidden = false;
  undo.hidden = false;
  next.addEventListener("click", () => nextFinding(false));
})();
