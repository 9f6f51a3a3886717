# SPDX-License-Identifier: GPL-3.0-or-later
"""Pseudo-languages: every translatable string in brackets, with accents, about 40 % longer.

What stands on the screen without brackets was never marked for translation; what is cut or wider
than the window will be cut in German. "en_XA" runs left to right, "qps_XB" right to left.
"""
import os
import re
import subprocess
import sys

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(SOURCE, "build-aux"))
import translations  # noqa: E402

LANGUAGES = ("en_XA", "qps_XB")
# What must stay: formats, and the quoted escapes of PO files.
KEPT = re.compile(r"""%%|%(?:\d+\$)?[-+ #0'*\d.]*(?:<PRI\w+>|(?:hh|h|ll|l|z|j|t)?[A-Za-z])|\\.""")
ACCENTS = str.maketrans("aceghijklnorstuwyzACEGHIJKLNORSTUWYZ", "åçéĝĥîĵķļñöŕšţûŵýžÅÇÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽ")
VOWELS = re.compile(r"(?<!_)([aeiouAEIOU])")
STRING = re.compile(r'^(msgid|msgid_plural|msgctxt|msgstr|msgstr\[\d\])? ?"(.*)"$')


def decorate(text):
    """The inside of a PO string, bracketed; line ends at its ends stay there, as msgfmt wants."""
    start = re.match(r"(?:\\n|\s)*", text).group()
    end = re.search(r"(?:\\n|\s)*$", text[len(start):]).group()
    middle = text[len(start):len(text) - len(end)]
    out, at = [], 0
    for kept in KEPT.finditer(middle):
        out += [VOWELS.sub(r"\1\1", middle[at:kept.start()]).translate(ACCENTS), kept.group()]
        at = kept.end()
    out.append(VOWELS.sub(r"\1\1", middle[at:]).translate(ACCENTS))
    return f"{start}[{''.join(out)}]{end}"


def translate(template, right_to_left):
    """A whole PO file from a template that has each string on one line."""
    out, strings, kind = [], {}, None
    for line in template.splitlines():
        match = STRING.match(line)
        if not match:
            if not line.startswith("#, fuzzy"):
                out.append(line)
            continue
        kind, text = match.group(1) or kind, match.group(2)
        if not kind.startswith("msgstr"):
            strings[kind] = text
            out.append(line)
            continue
        if strings.get("msgid") == "":
            out.append(line)
            continue
        plural = kind.endswith("[1]")
        wanted = decorate(strings["msgid_plural" if plural else "msgid"])
        if strings["msgid"] == "default:LTR":
            wanted = "default:RTL" if right_to_left else "default:LTR"
        out.append(f'{kind} "{wanted}"')
        if kind == "msgstr" or plural:
            strings = {}
    return "\n".join(out) + "\n"


def make(folder):
    """Compiles both languages into @folder; -> the environment that finds them."""
    for domain, write in (("taper", translations.make_template),
                          ("taper-classes", translations.make_class_template)):
        template = os.path.join(folder, domain + ".pot")
        write(template)
        text = subprocess.run(["msgcat", "--no-wrap", "--no-location", template], check=True,
                              capture_output=True, text=True).stdout
        text = re.sub(r'"Plural-Forms: .*\n', "", text)
        text = text.replace('"\n"', "")  # each string on one line
        text = text.replace("charset=CHARSET", "charset=UTF-8").replace(
            "MIME-Version", "Plural-Forms: nplurals=2; plural=(n != 1);\\nMIME-Version", 1)
        for language in LANGUAGES:
            place = os.path.join(folder, language, "LC_MESSAGES")
            os.makedirs(place, exist_ok=True)
            catalogue = os.path.join(folder, f"{domain}-{language}.po")
            with open(catalogue, "w", encoding="utf-8") as file:
                file.write(translate(text, language == "qps_XB"))
            subprocess.run(["msgfmt", "--check-format", "--output-file",
                            os.path.join(place, domain + ".mo"), catalogue], check=True)
    return {"TAPER_LOCALEDIR": folder}
