"""Pieces of XML from any text, hostile text included.

Characters that XML cannot carry (most control characters) become U+FFFD, one for one, so that offsets stay true.
"""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


def carried(value: str) -> str:
    """Return a text with what XML cannot carry replaced."""
    return _ILLEGAL.sub("\ufffd", value)


def text(value: object) -> str:
    """Return a text as it stands between tags."""
    escaped = carried(str(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\r", "&#13;")  # a bare one would be read as a line feed


def attributes(**values: object) -> str:
    """Return attributes with a blank before each; None is left out, `xml_id` is `xml:id`, `class_` is `class`."""
    found = []
    for name, value in values.items():
        if value is not None:
            quoted = text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
            found.append(f' {name.removesuffix("_").replace("xml_", "xml:")}="{quoted}"')
    return "".join(found)


def element(name: str, content: object | None = None, /, **values: object) -> str:
    """Return an element that holds a text, or an empty one."""
    if content is None:
        return f"<{name}{attributes(**values)}/>"
    return f"<{name}{attributes(**values)}>{text(content)}</{name}>"
