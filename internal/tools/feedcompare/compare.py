#!/usr/bin/python3
"""Holds what package document reads of feeds against Python's feedparser.

By hand, with Debian's python3-feedparser (JSON Feeds, which it does not read,
against their JSON):

    go run ./internal/tools/feedcompare FILE... | internal/tools/feedcompare/compare.py DIR

DIR is where the files are. Prints a line for every entry in which the two
differ (feed, entry from 1, field, ours, theirs, and why, where a third witness
or a known fault of theirs says so), and the shares that agree. Exit 1 when a
difference has no such reason.
"""
import calendar, html, json, os, re, sys, time
import xml.etree.ElementTree as ET
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
    """Yields title, link, date and the date as printed of each entry."""
    data = open(path, "rb").read()
    if path.endswith(".json"):
        for i in json.loads(data.decode("utf-8-sig"))["items"]:
            printed = i.get("date_published") or i.get("date_modified") or ""
            yield i.get("title", ""), i.get("url", ""), stamp(feedparser.datetimes._parse_date(printed)), printed
        return
    for e in feedparser.parse(data).entries:
        d = e.get("published_parsed") or e.get("updated_parsed") or e.get("created_parsed")
        yield e.get("title", ""), e.get("link", ""), stamp(d), e.get("published") or e.get("updated") or e.get("created") or ""


def own_links(path):
    """The links that are children of each entry itself, by a strict XML parser."""
    local = lambda e: e.tag.rsplit("}", 1)[-1]
    try:
        root = ET.parse(path).getroot()
    except ET.ParseError:
        return []
    entries = [e for e in root.iter() if local(e) in ("item", "entry")]
    return [{(c.get("href") or c.text or "").strip() for c in e if local(c) == "link"} for e in entries]


def why_link(own, ours, printed):
    if own is not None and ours in own and printed not in own:
        return "theirs stands inside of another element of the entry, ours is the entry's own"
    return ""


def why_title(ours, printed):
    if text(printed + "\u00a0") == text(ours):
        return "UTF-8 encoded twice, which feedparser leaves so: its last byte is white space"
    return ""


same, total, unread, dateless, unknown = {}, {}, {}, 0, 0


def count(what, ok, feed="", entry="", ours="", printed="", why=""):
    global unknown
    total[what] = total.get(what, 0) + 1
    same[what] = same.get(what, 0) + bool(ok)
    if not ok:
        unknown += not why
        print(feed, entry, what, ours, printed, why or "?", sep="\t")


for row in map(json.loads, sys.stdin):
    path, feed = os.path.join(sys.argv[1], row["File"]), row["File"]
    want, got, own = list(theirs(path)), row["Entries"] or [], own_links(path)
    count("documents", len(want) == len(got) and not row["Refused"], feed, "", "%d entries, %d refused" % (len(got), row["Refused"]), "%d entries" % len(want))
    for n, ((title, link, date, printed), g) in enumerate(zip(want, got)):
        count("titles", text(title) == text(g["Title"]), feed, n + 1, g["Title"], title, why_title(g["Title"], title))
        full = link and urljoin(row["Link"], html.unescape(link).strip())
        count("links", full == g["Link"], feed, n + 1, g["Link"], link, why_link(own[n] if n < len(own) else None, g["Link"], link))
        if date:
            count("dates", date == g["Published"], feed, n + 1, g["Published"], date)
        elif g["Published"]:
            unread.setdefault(feed, []).append((printed, g["Published"]))
        else:
            dateless += 1
            count("undated", not printed, feed, n + 1, "", printed)
for feed, dates in unread.items():
    print("%s: feedparser cannot read the dates of %d entries, such as %r, which is %s" % (feed, len(dates), *dates[0]))
print("%d entries have no date" % dateless)
for k in total:
    print("%-10s %d of %d agree, %.2f %%" % (k, same[k], total[k], 100 * same[k] / total[k]))
print("%d differences have no known reason" % unknown)
sys.exit(unknown > 0)
