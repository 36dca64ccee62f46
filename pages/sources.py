"""What every row rests on, what was lost and found again, and what still needs a check."""

from carepath import frame, view

page = frame.open_page()
words, treatments = page.words, page.site.tables.treatments

view.text("head.html", words, title=words("page.sources"), lead=words("sources.lead"))
view.text(
    "sources.html",
    words,
    sources=list(words.sources),
    counts={source: int((treatments["source"] == source).sum()) for source in words.sources},
)
