"""Audits a page in a headless Chromium and prints its findings as JSON: audit_page.py PAGE WIDTH light|dark

faults: console messages, texts with too little contrast, requests, a page wider than the window. The other keys count what is
visible: cells, bars, texts.
"""
import base64
import html
import json
import os
import re
import subprocess
import sys
import tempfile

AUDIT = """
const page = document.querySelector('iframe').contentWindow, root = page.document;
const rgb = text => text.match(/[0-9.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const ground = element => { for (; element; element = element.parentElement) {
  const colour = rgb(page.getComputedStyle(element).backgroundColor); if (colour.length < 4 || colour[3] > 0) return colour; }
  return [255, 255, 255]; };
const seen = element => { const box = element.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
const texts = [...root.body.querySelectorAll('*')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && seen(e) && e.tagName !== 'title');
const faults = texts.map(e => [e, contrast(rgb(page.getComputedStyle(e).color), ground(e))]).filter(([e, c]) => c < 4.5)
  .map(([e, c]) => c.toFixed(2) + ' ' + e.textContent.slice(0, 40));
const marks = [...root.querySelectorAll('.day')];
const faint = marks.filter(e => { const style = page.getComputedStyle(e), edge = style.boxShadow === 'none' ? style.backgroundColor : style.boxShadow;
  return contrast(rgb(edge), ground(root.body)) < 3; }).map(e => 'faint ' + e.className);
const bodies = texts.map(e => e.getBoundingClientRect()), labels = [...root.querySelectorAll('figcaption')].flatMap(c => {
  const boxes = [...c.children].map(e => e.getBoundingClientRect()).sort((a, b) => a.left - b.left);
  return boxes.slice(1).filter((box, i) => box.left < boxes[i].right).map(() => 'dates overlap'); });
const wide = root.documentElement.scrollWidth > page.innerWidth ? ['wider than the window: ' + root.documentElement.scrollWidth] : [];
const requests = page.performance.getEntriesByType('resource').map(e => 'requests ' + e.name);
const result = { faults: [...new Set([...faults, ...faint, ...labels, ...wide, ...requests])], cells: root.querySelectorAll('.calendar .day').length,
  bars: [...root.querySelectorAll('rect')].filter(seen).length, rows: root.querySelectorAll('table tr').length, texts: texts.length,
  ground: page.getComputedStyle(root.body).backgroundColor, widest: Math.max(0, ...[...root.querySelectorAll('rect')].map(e => e.getBoundingClientRect().width)) };
document.body.innerHTML = '<pre>' + btoa(unescape(encodeURIComponent(JSON.stringify(result)))) + '</pre>';
"""

page, width, scheme = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with tempfile.TemporaryDirectory() as folder:
    frame = os.path.join(folder, "frame.html")
    with open(page) as source, open(frame, "w") as file:
        # Inside a frame, as no window is as narrow as a telephone.
        file.write("<!doctype html><meta charset=utf-8><body><iframe style='border:0;width:%dpx;height:4000px' srcdoc=\"%s\" onload=\"%s\"></iframe>"
                   % (width, html.escape(source.read()), html.escape(AUDIT)))
    done = subprocess.run(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + folder, "--window-size=1600,1200",
         "--blink-settings=preferredColorScheme=%d" % (0 if scheme == "dark" else 1), "--enable-logging=stderr", "--v=0",
         "--virtual-time-budget=5000", "--dump-dom", "file://" + frame],
        capture_output=True, text=True, timeout=120)
found = re.search("<pre>([A-Za-z0-9+/=]+)</pre>", done.stdout)
if not found:
    sys.exit("no result: %s\n%s" % (done.stdout[-500:], done.stderr[-2000:]))
result = json.loads(base64.b64decode(found.group(1)))
result["faults"] += [line for line in done.stderr.splitlines() if "CONSOLE" in line]
print(json.dumps(result))
