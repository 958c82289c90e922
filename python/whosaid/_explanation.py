"""What was found in a text, drawn: text for a terminal, HTML for a notebook."""

import html
import re

_CODE = re.compile(r"\x1b\[([0-9;]*)m")
_COLOURS = {
    **{str(30 + n): colour for n, colour in enumerate("#333 #b00 #070 #860 #06c #808 #077 #777".split())},
    **{str(90 + n): colour for n, colour in enumerate("#555 #d33 #292 #a80 #28e #a3a #299 #999".split())},
}


class Explanation:
    """A drawing of what was found. ``str()`` is plain text; a notebook shows ``_repr_html_``.

    >>> import whosaid
    >>> drawn = whosaid.explain("Six men left & more came.", reader="lexicon")
    >>> "left &amp; more" in drawn._repr_html_()
    True
    """

    def __init__(self, styled):
        self._styled = styled

    def __str__(self):
        return _CODE.sub("", self._styled).rstrip("\n")

    def __repr__(self):
        return str(self)

    def _repr_html_(self):
        pieces, at, style = [], 0, {}
        for code in _CODE.finditer(self._styled):
            pieces.append(_span(self._styled[at : code.start()], style))
            style = _styled(style, code.group(1).split(";"))
            at = code.end()
        pieces.append(_span(self._styled[at:], style))
        return f'<pre style="line-height:1.25">{"".join(pieces)}</pre>'


def _styled(style, codes):
    """The style after these codes of ANSI X3.64; 38;5;N are the 16 colours of a terminal."""
    style = dict(style)
    codes = iter(codes)
    for code in codes:
        if code in ("", "0"):
            style = {}
        elif code == "1":
            style["font-weight"] = "bold"
        elif code == "38" and next(codes, "") == "5":
            colour = int(next(codes, "0") or 0)
            if colour < 16:
                style["color"] = _COLOURS[str(30 + colour if colour < 8 else 82 + colour)]
        elif code in _COLOURS:
            style["color"] = _COLOURS[code]
    return style


def _span(text, style):
    text = html.escape(text, quote=False)
    if not text or not style:
        return text
    told = ";".join(f"{name}:{value}" for name, value in style.items())
    return f'<span style="{told}">{text}</span>'
