// verbale: what a page does beyond being read. Everything works without it, except copying and the strip's brush.
"use strict";
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const told = $("#told");
  let silence;
  const tell = (text) => {
    told.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { told.textContent = ""; }, 6000);
  };
  const keep = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* a private window keeps nothing */ } },
  };

  // light or dark
  const root = document.documentElement;
  const theme = keep.get("verbale-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const button = $("[data-theme-button]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      keep.set("verbale-theme", root.dataset.theme);
    });
  }

  // the page one is on is in sight in a narrow bar
  const here = $(".top nav [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 24;

  // facets are folded where the page is narrow
  if (matchMedia("(max-width: 60rem)").matches) all("[data-narrow]").forEach((d) => { d.open = false; });

  // copy with citation
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    tell("Copied: " + text.slice(0, 160));
  };
  all("[data-copy]").forEach((one) => {
    one.hidden = false;
    one.addEventListener("click", () => copy(one.dataset.copy));
  });

  // the reader: places in the address, layers, what a day rests on, the margin's words
  const reader = $("[data-reader]");
  if (reader) {
    const place = /^#(\d+-\d+)$/.exec(location.hash);
    const asked = new URLSearchParams(location.search).get("at");
    const go = () => {
      const found = /^#(\d+-\d+)$/.exec(location.hash);
      if (found && found[1] !== new URLSearchParams(location.search).get("at"))
        location.replace(location.pathname + "?at=" + found[1] + "#" + found[1]);
    };
    if (place && place[1] !== asked) go();
    addEventListener("hashchange", go);
    const layers = $("[data-layers]");
    layers.hidden = false;
    const off = new Set((keep.get("verbale-off") || "").split(" ").filter(Boolean));
    const show = () => { reader.dataset.off = [...off].join(" "); };
    all("[data-layer]", layers).forEach((box) => {
      box.checked = !off.has(box.dataset.layer);
      box.addEventListener("change", () => {
        if (box.checked) off.delete(box.dataset.layer); else off.add(box.dataset.layer);
        keep.set("verbale-off", [...off].join(" "));
        show();
      });
    });
    show();
    reader.addEventListener("click", (event) => {
      const tip = event.target.closest("[data-tip]");
      if (tip) tell(tip.title);
    });
    // selected words with their citation; places are counted in characters, not in JavaScript's units
    const cite = document.createElement("button");
    cite.type = "button";
    cite.className = "cite";
    cite.textContent = "Copy with citation";
    const picked = () => {
      const chosen = getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed) return null;
      const range = chosen.getRangeAt(0);
      const from = (range.startContainer.parentElement || reader).closest("[data-start]");
      const to = (range.endContainer.parentElement || reader).closest("[data-start]");
      if (!from || from !== to) return null;
      const before = document.createRange();
      before.setStart(from, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const start = Number(from.dataset.start) + [...before.toString()].length;
      const words = range.toString();
      return { words, start, end: start + [...words].length };
    };
    let given = null;
    document.addEventListener("selectionchange", () => {
      const now = picked();
      if (now) { given = now; reader.append(cite); } else if (document.activeElement !== cite) cite.remove();
    });
    cite.addEventListener("pointerdown", (event) => event.preventDefault());
    cite.addEventListener("click", () => {
      const place = reader.dataset.id + "#" + given.start + "-" + given.end;
      copy("“" + given.words.trim() + "” (" + reader.dataset.source + "; " + place + ")." + (reader.dataset.url ? " " + reader.dataset.url : ""));
      cite.remove();
    });
    reader.addEventListener("focusin", (event) => {
      if (event.target.matches("[data-tip]")) tell(event.target.title);
    });
  }

  // search as you type
  const box = $("#q");
  if (box && location.pathname === "/search") {
    let wait, last = box.value;
    box.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const q = box.value.trim();
        if (q === last || (q.length && q.length < 2)) return;
        last = q;
        const link = "/search?q=" + encodeURIComponent(q);
        const answer = await fetch(link + "&part=1", { headers: { Accept: "text/html" } });
        if (!answer.ok || box.value.trim() !== q) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        $("#results").replaceWith($("#results", page));
        history.replaceState(null, "", link);
      }, 180);
    });
  }

  // the strip: drag to look closer
  const strip = $("[data-strip] svg");
  if (strip) {
    const help = $("[data-brush-help]");
    if (help) help.hidden = false;
    const brush = $(".brush", strip);
    const figure = strip.closest("[data-strip]");
    const day = (text) => Date.parse(text + "T00:00:00Z") / 864e5;
    const low = day(figure.dataset.since), high = day(figure.dataset.until);
    const at = (event) => {
      const frame = strip.getBoundingClientRect();
      return Math.min(1000, Math.max(0, ((event.clientX - frame.left) / frame.width) * 1000));
    };
    let from = null;
    strip.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button !== 0 || event.target.closest("a")) return;
      from = at(event);
      strip.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    strip.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const to = at(event);
      brush.setAttribute("x", Math.min(from, to));
      brush.setAttribute("width", Math.abs(to - from));
      brush.setAttribute("visibility", "visible");
    });
    strip.addEventListener("pointerup", (event) => {
      if (from === null) return;
      const edges = [from, at(event)].sort((a, b) => a - b);
      from = null;
      brush.setAttribute("visibility", "hidden");
      if (edges[1] - edges[0] < 8) return;
      const name = (x) => new Date((low + (x / 1000) * (high - low)) * 864e5).toISOString().slice(0, 10);
      const asked = new URLSearchParams(location.search);
      asked.set("since", name(edges[0]));
      asked.set("until", name(edges[1]));
      asked.delete("page");
      location.assign("/timeline?" + asked);
    });
  }

  // a chart as a picture: with the colours that it has on the screen
  const drawn = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "letter-spacing", "text-transform", "paint-order", "visibility"];
  all("[data-picture]").forEach((figure) => {
    const picture = $("svg", figure);
    const save = document.createElement("button");
    save.type = "button";
    save.className = "quiet save";
    save.textContent = "Save as SVG";
    save.addEventListener("click", () => {
      const copied = picture.cloneNode(true);
      const from = [picture, ...all("*", picture)], to = [copied, ...all("*", copied)];
      from.forEach((one, n) => {
        const style = getComputedStyle(one);
        drawn.forEach((name) => { const value = style.getPropertyValue(name); if (value) to[n].setAttribute(name, value); });
      });
      const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const [x, y, width, height] = picture.getAttribute("viewBox").split(" ");
      Object.entries({ x, y, width, height, fill: getComputedStyle(figure.matches(".map") ? picture : document.body).backgroundColor }).forEach(([k, v]) => ground.setAttribute(k, v));
      copied.prepend(ground);
      copied.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copied)], { type: "image/svg+xml" }));
      link.download = figure.dataset.picture + ".svg";
      link.click();
      URL.revokeObjectURL(link.href);
      tell("Saved: " + link.download);
    });
    ($("figcaption", figure) || figure).append(" ", save);
  });

  // files dropped on the page
  const drop = $("[data-drop]");
  if (drop) {
    const holds = (event) => [...event.dataTransfer.types].includes("Files");
    addEventListener("dragover", (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      document.body.classList.add("dropping");
    });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
    addEventListener("drop", (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      document.body.classList.remove("dropping");
      $("input[type=file]", drop).files = event.dataTransfer.files;
      drop.requestSubmit();
    });
  }

  // a page that waits for the writer looks again
  if ($("[data-reload]")) setTimeout(() => { if (!$("input:focus, textarea:focus")) location.reload(); }, 3000);

  // keys
  const rows = () => all(".line, .articles > li, tbody tr").filter((row) => $("a", row));
  let current = -1;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      $("#q").focus();
      $("#q").select();
    } else if (event.key === "j" || event.key === "k") {
      const found = rows();
      if (!found.length) return;
      found[current]?.classList.remove("current-row");
      current = Math.min(found.length - 1, Math.max(0, current + (event.key === "j" ? 1 : -1)));
      const row = found[current];
      row.classList.add("current-row");
      ($(".line-words a[href^='/statements'], .kind[href], .headline", row) || $("a", row)).focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    } else if (event.key === "e" && $("[data-edit]")) {
      event.preventDefault();
      const edit = $("[data-edit]");
      edit.open = true;
      $("input:not([type=hidden]), select", edit).focus();
    } else {
      const key = $(`[data-key="${CSS.escape(event.key)}"]`);
      if (key) {
        event.preventDefault();
        key.click();
      }
    }
  });
})();
