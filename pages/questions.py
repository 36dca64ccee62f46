"""Questions to ask the care team: choose, add, order, and take along."""

from carepath import along, asking, frame, notepad

page = frame.open_page()
words, chosen = page.words, page.selection

page.head("questions")
page.text("unchecked.html", part="questions")
page.text("help.html", help=words("questions.how"))

situations, treatments = asking.subject(page.site.pathways, chosen)
for topic, questions in asking.by_topic(words, page.site.questions, situations, treatments).items():
    page.text("heading.html", heading=words(f"topic.{topic}"))
    for question in questions:
        notepad.tick(question)
    page.terms_of(question.text for question in questions)

page.text("heading.html", heading=words("questions.list"))
notepad.add_own(words)
notepad.show(page.site)
if chosen.complete:
    page.text("take.html")
    along.take_home(page.site, chosen)
