// Charts beside the tables of 统计, drawn from the JSON twins; without this file the tables say it all.
//   <div class="chart" data-chart="progress|findings|money" data-twin="/api/…" hidden>
(function () {
  "use strict";
  if (!window.echarts) return;
  var colours = ["#8d969f", "#d98e04", "#1f5f8b", "#4f8db8", "#7fb2d6", "#2c7a7b", "#b7791f", "#6b4fa0", "#2a6437", "#5a3e85", "#a61c1c"];
  function number(text) { return Number(String(text).replace(/,/g, "")) || 0; }
  function bars(names, series, stacked) {
    return {
      animation: false, color: stacked ? colours : ["#1f5f8b", "#2a6437"], textStyle: { fontFamily: "inherit" },
      // The page's policy lets in no style written into HTML: hints are drawn, not laid out.
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
      legend: { type: "scroll", top: 0 },
      grid: { left: 12, right: 24, top: 36, bottom: 8, containLabel: true },
      xAxis: { type: "value" },
      yAxis: { type: "category", inverse: true, data: names, axisLabel: { width: 220, overflow: "truncate" } },
      series: series.map(function (one) {
        return { type: "bar", name: one.name, data: one.data, stack: stacked ? "all" : undefined, barMaxWidth: 22 };
      })
    };
  }
  var drawn = {
    progress: function (data) {
      var table = data.progress;
      if (!table) return null;
      return bars(table.lines.map(function (line) { return line.name; }), table.places.map(function (place, at) {
        return { name: place, data: table.lines.map(function (line) { return line.counts[at].count; }) };
      }), true);
    },
    findings: function (data) {
      var first = data.faults.slice(0, 15);
      return bars(first.map(function (one) { return one.title; }), [
        { name: "几处", data: first.map(function (one) { return one.findings; }) },
        { name: "几份申报", data: first.map(function (one) { return one.declarations.count; }) }
      ], false);
    },
    money: function (data) {
      return bars(data.lines.map(function (line) { return line.department; }), [
        { name: "申报（万元）", data: data.lines.map(function (line) { return number(line.declared.money); }) },
        { name: "批复（万元）", data: data.lines.map(function (line) { return number(line.approved.money); }) }
      ], false);
    }
  };
  function start(box) {
    fetch(box.dataset.twin, { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (data) {
        var option = data && drawn[box.dataset.chart](data);
        if (!option || !option.yAxis.data.length) return;
        box.hidden = false;
        box.classList.add(option.yAxis.data.length > 8 ? "tall" : "low");
        var chart = window.echarts.init(box, null, { renderer: "canvas" });
        chart.setOption(option);
        window.addEventListener("resize", function () { chart.resize(); });
      })
      .catch(function () { box.hidden = true; });
  }
  document.querySelectorAll("[data-chart]").forEach(start);
})();
