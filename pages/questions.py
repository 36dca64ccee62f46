"""Questions to ask the care team: choose, add, order, and take along."""

from carepath import asking, frame, notepad, view

page = frame.open_page()
words, chosen = page.words, page.selection

view.text("head.html", words, title=words("page.questions"), lead=words("questions.lead"))
view.text("help.html", words, help=words("questions.how"))

situation, treatments = asking.subject(page.site.pathways, chosen)
for topic, questions in asking.by_topic(words, page.site.questions, situation, treatments).items():
    view.text("heading.html", words, heading=words(f"topic.{topic}"))
    for question in questions:
        notepad.tick(question)

view.text("heading.html", words, heading=words("questions.list"))
notepad.add_own(words)
notepad.show(page.site)
