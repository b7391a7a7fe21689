#!/usr/bin/python3
"""Holds what package document reads of feeds against Python's feedparser.

By hand, with Debian's python3-feedparser (JSON Feeds, which it does not read,
against their JSON):

    go run ./internal/tools/feedcompare FILE... | internal/tools/feedcompare/compare.py DIR

DIR is where the files are. Prints each difference, and the shares that agree.
"""
import calendar, html, json, os, re, sys, time
from urllib.parse import urljoin
import feedparser

feedparser.RESOLVE_RELATIVE_URIS = 0


def undouble(s):
    """UTF-8 that was encoded twice: feedparser mends ISO 8859-1, not windows-1252."""
    try:
        return b"".join(c.encode("cp1252") if ord(c) > 255 else c.encode("latin-1") for c in s).decode("utf-8")
    except UnicodeError:
        return s


def text(s):
    s = undouble(s or "")
    s = html.unescape(re.sub(r"<[^>]*>", "", s or ""))
    return re.sub(r"\s+", "", html.unescape(s))


def stamp(t):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(calendar.timegm(t))) if t else ""


def theirs(path):
    data = open(path, "rb").read()
    if path.endswith(".json"):
        for i in json.loads(data.decode("utf-8-sig"))["items"]:
            d = feedparser.datetimes._parse_date(i.get("date_published") or i.get("date_modified") or "")
            yield str(i.get("id", "")), i.get("title", ""), i.get("url", ""), stamp(d)
        return
    for e in feedparser.parse(data).entries:
        d = e.get("published_parsed") or e.get("updated_parsed") or e.get("created_parsed")
        yield e.get("id", ""), e.get("title", ""), e.get("link", ""), stamp(d)


same, total = {}, {}


def count(what, ok, *detail):
    total[what] = total.get(what, 0) + 1
    same[what] = same.get(what, 0) + bool(ok)
    if not ok:
        print(what, *detail, sep="\t")


for row in map(json.loads, sys.stdin):
    want = list(theirs(os.path.join(sys.argv[1], row["File"])))
    got = row["Entries"] or []
    count("documents", len(want) == len(got) and not row["Refused"], row["File"], "theirs", len(want), "ours", len(got), "refused", row["Refused"])
    for w, g in zip(want, got):
        count("titles", text(w[1]) == text(g["Title"]), row["File"], w[1], g["Title"])
        count("links", (w[2] and urljoin(row["Link"], html.unescape(w[2]).strip())) == g["Link"], row["File"], w[2], g["Link"])
        count("dates" if w[3] else "dates that feedparser cannot read", w[3] == g["Published"], row["File"], w[3], g["Published"])
for k in total:
    print("%-10s %d of %d agree, %.2f %%" % (k, same[k], total[k], 100 * same[k] / total[k]))
