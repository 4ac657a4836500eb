"""The pieces of a page that needs nothing but itself: tables, lists of facts, and how they look on screen and on A4."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Facts = Iterable[tuple[Any, Any]]
NOTHING: Final = "–"
_STYLE: Final = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px; max-width: 900px; color: #23221f; background: #fff;
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "PingFang SC",
  "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
h1 { margin: 0; font-size: 24px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 32px 0 8px; padding-top: 8px; border-top: 2px solid #0f766e; font-size: 16px; font-weight: 600; break-after: avoid; }
h3 { margin: 20px 0 4px; font-size: 14px; font-weight: 600; break-after: avoid; }
p { margin: 4px 0 8px; max-width: 70ch; white-space: pre-line; }
.muted { color: #6a6963; }
.number { margin: 16px 0 0; font-size: 28px; font-weight: 600; }
.scroll { overflow-x: auto; }
dl { display: grid; grid-template-columns: minmax(160px, 32%) 1fr; gap: 4px 16px; margin: 8px 0; }
dt { color: #6a6963; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; font-size: 13px; margin: 8px 0; }
caption { text-align: left; color: #6a6963; padding-bottom: 4px; }
th, td { padding: 4px 12px 4px 0; text-align: left; border-bottom: 1px solid #dddcd7; vertical-align: top; }
th, td { overflow-wrap: anywhere; }
th { font-weight: 600; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding: 4px 0 4px 12px; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
ul { margin: 4px 0; padding-left: 20px; }
code { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
@page { size: A4; margin: 16mm; }
@media print { body { padding: 0; max-width: none; font-size: 11pt; } .scroll { overflow: visible; } table { font-size: 9pt; } }
@media (max-width: 600px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } }
"""


def page(language: str, title: str, body: Iterable[SafeString]) -> str:
    return format_html(
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n<style>{}</style>\n'
        "</head>\n<body>\n{}\n</body>\n</html>\n",
        language,
        title,
        mark_safe(_STYLE),  # noqa: S308 - ours
        mark_safe("\n".join(body)),  # noqa: S308 - each piece is safe
    )


def section(title: Any, *pieces: SafeString) -> SafeString:
    return format_html("<section><h2>{}</h2>{}</section>", title, _joined(pieces))


def heading(title: Any) -> SafeString:
    return format_html("<h3>{}</h3>", title)


def text(words: Any, kind: str = "") -> SafeString:
    return format_html('<p class="{}">{}</p>', kind, words) if words else mark_safe("")


def code(words: str) -> SafeString:
    return format_html("<code>{}</code>", words)


def facts(given: Facts) -> SafeString:
    rows = ((name, NOTHING if value in (None, "") else value) for name, value in given)
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))


def points(given: Iterable[Any]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in given)))


def table(head: Sequence[Any], rows: Iterable[Sequence[Any]], caption: Any = "", words: int = 1) -> SafeString:
    """The first `words` columns hold words, the others numbers."""
    kinds = ["" if place < words else "n" for place in range(len(head))]
    top = format_html_join("", '<th scope="col" class="{}">{}</th>', zip(kinds, head, strict=True))
    body = format_html_join("", "<tr>{}</tr>", ((_cells(kinds, row),) for row in rows))
    said = format_html("<caption>{}</caption>", caption) if caption else ""
    return format_html(
        '<div class="scroll"><table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>', said, top, body
    )


def _cells(kinds: Sequence[str], row: Sequence[Any]) -> SafeString:
    shown = (NOTHING if value in (None, "") else value for value in row)
    return format_html_join("", '<td class="{}">{}</td>', zip(kinds, shown, strict=True))


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is safe
