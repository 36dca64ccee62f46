"""Questions to ask the care team: choose, add, order, and take along."""

from carepath.text import prompts
from carepath.ui import frame, prompt_list, take_home

page = frame.open_page()
words, chosen = page.words, page.selection

page.head("questions")
page.text("unchecked.html", part="questions")
page.text("help.html", help=words("questions.how"))

situations, treatments = prompts.subject(page.site.pathways, chosen)
for topic, questions in prompts.by_topic(
    words, page.site.questions, situations, treatments
).items():
    page.text("heading.html", heading=words(f"topic.{topic}"))
    for question in questions:
        prompt_list.tick(question)
    page.terms_of(question.text for question in questions)

page.text("heading.html", heading=words("questions.list"))
prompt_list.add_own(words)
prompt_list.show(page.site)
if chosen.complete:
    page.text("take.html")
    take_home.take_home(page.site, chosen)
