"""What every row rests on, what was lost and found again, and what still needs a check."""

from carepath import frame, plainness, scores, site

page = frame.open_page()
words, treatments = page.words, page.site.tables.treatments

page.text("head.html", title=words("page.sources"), lead=words("sources.lead"))
page.text(
    "sources.html",
    sources=list(words.sources),
    counts={source: int((treatments["source"] == source).sum()) for source in words.sources},
    hardest=plainness.hardest(site.folder() / "reading.csv", words.language),
    limit=plainness.LIMITS[words.language],
    scores=scores.read(scores.FILE.read_text(encoding="utf-8")),
)
